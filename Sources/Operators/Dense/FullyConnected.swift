// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Matrix product of activations and constant weights, plus bias.
///
/// `y[b, o] = f(bias[o] + Σᵢ (x[b, i] − x₀) · w[o, i])`
///
/// | operand   | type          | shape              | quantization                           |
/// |-----------|---------------|--------------------|----------------------------------------|
/// | `input`   | float32 int8  | `[…]`, a multiple of depth | per tensor                     |
/// | `weights` | float32 int8  | `[outputs, depth]` | per tensor or channel (axis 0), zero point 0 |
/// | `bias`    | float32 int32 | `[outputs]`        | scale = input scale × weights scale    |
///
/// The result has shape `[batch, outputs]`, or the input's with the last dimension replaced if
/// dimensions are kept. int8 results equal TensorFlow Lite's reference bit for bit. With float
/// input and int8 weights each row is quantized at run time, with a zero point if so asked.
///
/// Constraints:
/// - C1: `weights` has rank 2, is constant and not empty; its format is not shuffled.
/// - C2: the input's elements are a multiple of depth; its last dimension is depth if dimensions are
///   kept.
/// - C3: `bias`, if present, is constant and has one element an output.
/// - C4: the types are one of the combinations of the table.
///
/// Source: TensorFlow Lite 8-bit quantization specification, FULLY_CONNECTED.
package struct FullyConnected: ActivatedOperator {
  package static let builtin = BuiltinOperator.fullyConnected

  package var activation: FusedActivation
  package var keepsDimensions: Bool
  /// Whether float rows before int8 weights get a zero point of their own.
  package var quantizesAsymmetrically: Bool

  package init(
    activation: FusedActivation = .none, keepsDimensions: Bool = false,
    quantizesAsymmetrically: Bool = true
  ) {
    self.activation = activation
    self.keepsDimensions = keepsDimensions
    self.quantizesAsymmetrically = quantizesAsymmetrically
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try FullyConnectedOptionsView(options)
    keepsDimensions = view.keepNumDims
    quantizesAsymmetrically = view.asymmetricQuantizeInputs
    guard view.weightsFormat == .default else {
      throw FormatError("shuffled weights are not supported")  // C1
    }
    activation = try FusedActivation(view.fusedActivationFunction)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, [.float32, .int8]),
        OperandRule("weights", .weights(axis: 0), [.float32, .int8]),
        OperandRule("bias", .bias, ElementTypeSet(.float32, .int32), isOptional: true),
      ],
      outputs: [OperandRule("output", .activation, [.float32, .int8])],
      scales: .free, allowsDynamicRange: true)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, weights) = (inputs[0]!.shape, inputs[1]!.shape)
    guard weights.rank == 2, weights.elementCount > 0 else {
      throw OperatorError("weights \(weights.description) must have rank 2 and elements")  // C1
    }
    guard input.elementCount % weights[1] == 0 else {
      throw OperatorError(
        "input \(input.description) does not divide into rows of \(weights[1])")  // C2
    }
    if keepsDimensions {
      guard input.dimensions.last == weights[1] else {
        throw OperatorError(
          "input \(input.description) does not end in \(weights[1]) elements")  // C2
      }
      return [Shape(input.dimensions.dropLast() + [weights[0]])]
    }
    return [Shape([input.elementCount / weights[1], weights[0]])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let layer = try PreparedDenseLayer(context, attributes: self)
    return try layer.evaluation(&context)
  }

  package var asOperator: Operator { .fullyConnected(self) }
}
