// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Matrix product of activations and weights, plus bias.
///
/// `y[b, o] = f(bias[o] + Σᵢ (x[b, i] − x₀) · w[o, i])`
///
/// | operand   | shape                      | quantization                                           |
/// |-----------|----------------------------|--------------------------------------------------------|
/// | `input`   | `[…]`, a multiple of depth | per tensor                                             |
/// | `weights` | `[outputs, depth]`         | per channel, axis 0, zero point 0; 8 bits also per tensor with any zero point |
/// | `bias`    | `[outputs]`                | scale = input scale × weights scale                    |
///
/// The result has shape `[batch, outputs]`, or the input's with the last dimension replaced if
/// dimensions are kept. Types are those of ``LinearScheme``. Integer results equal TensorFlow
/// Lite's reference bit for bit. With float input and integer weights each row is quantized at run
/// time, with a zero point if so asked. A channel of scale 0 gives its output's zero point.
///
/// Constraints:
/// - C1: `weights` has rank 2 and is not empty; its format is not shuffled.
/// - C2: the input's elements are a multiple of depth; its last dimension is depth if dimensions are
///   kept.
/// - C3: `bias`, if present, has one element an output; beside int16 it is constant.
/// - C4: the types are a ``LinearScheme``, the weights' scales one or as many as outputs.
///
/// Source: TensorFlow Lite 8-bit quantization specification, FULLY_CONNECTED.
package struct FullyConnected: ActivatedOperator {
  package static let builtin = BuiltinOperator.fullyConnected

  package var activation: FusedActivation
  package var keepsDimensions: Bool
  /// Whether float rows before int8 weights get a zero point of their own.
  package var quantizesAsymmetrically: Bool
  /// The type of sums of int16 without bias: int32, or any other for int64.
  package var quantizedBiasType = ElementType.float32

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
    quantizedBiasType = view.quantizedBiasType
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        .activation("input", of: .dense), .weights(of: .dense, axis: 0), .bias(of: .dense),
      ],
      outputs: [.activation("output", of: .dense)],
      scales: .free, allowsDynamicRange: true,
      packsComputed: [.floats, .int8, .uint8], widens: .halves)
  }

  package var reach: OperatorReach { .weights(axes: 1..<2) }

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
    let (input, weights) = (context.input(0), context.input(1))
    let operands = try LayerOperands(
      .dense, input: input, weights: weights, bias: context.optionalInput(2),
      output: context.output, axis: 0, activation: activation)  // C1, C3, C4
    var layer = try LinearLayer(
      operands, batch: input.elementCount / weights.shape[1], depth: weights.shape[1],
      outputs: weights.shape[0], quantizesSymmetrically: !quantizesAsymmetrically)
    layer.sums = quantizedBiasType
    return try layer.evaluation(&context)
  }

  package var asOperator: Operator { .fullyConnected(self) }
}
