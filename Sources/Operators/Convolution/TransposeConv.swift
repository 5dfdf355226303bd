// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Transposed two-dimensional convolution of images and filters, plus bias.
///
/// `y[b, i · strideH + k − top, j · strideW + l − left, o] += x[b, i, j, c] · w[o, k, l, c]` over all
/// i, j, k, l, c, then `f(y + bias[o])`; top and left are the padding of the convolution from the
/// result's size to the input's.
///
/// | operand   | shape                              | quantization                                   |
/// |-----------|------------------------------------|------------------------------------------------|
/// | `shape`   | `[4]`, int32: that of the result   |                                                |
/// | `weights` | `[outputs, kh, kw, channels]`      | per channel, axis 0, zero point 0; uint8 per tensor |
/// | `input`   | `[batch, height, width, channels]` | per tensor                                     |
/// | `bias`    | `[outputs]`                        | scale = input scale × weights scale            |
///
/// It is computed as a convolution of stride 1 with turned filters over the input spread out. Types
/// are those of ``LinearScheme``. Integer results equal TensorFlow Lite's reference bit for bit.
///
/// Constraints:
/// - C1: `shape` is constant and has 4 elements; the first is the batch, the last the outputs, and a
///   convolution of such a tensor has the size of `input`.
/// - C2: `input` and `weights` have rank 4 and agree on channels; `weights` is not empty.
/// - C3: `bias`, if present, has one element an output; beside int16 it is constant.
/// - C4: the types are a ``LinearScheme``, the weights' scales one or as many as outputs.
///
/// Source: TensorFlow Lite 8-bit quantization specification, TRANSPOSE_CONV.
package struct TransposeConv: ActivatedOperator {
  package static let builtin = BuiltinOperator.transposeConv

  package var padding: Padding
  package var strideHeight: Int
  package var strideWidth: Int
  package var activation: FusedActivation
  /// The type of sums of int16 without bias: int32, or any other for int64.
  package var quantizedBiasType = ElementType.float32

  package init(
    padding: Padding, strideHeight: Int = 1, strideWidth: Int = 1,
    activation: FusedActivation = .none
  ) {
    self.padding = padding
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
    self.activation = activation
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try TransposeConvOptionsView(options)
    padding = view.padding
    (strideHeight, strideWidth) = (view.strideH, view.strideW)
    activation = try FusedActivation(view.fusedActivationFunction)
    quantizedBiasType = view.quantizedBiasType
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("shape", .control, .int32),
        .weights(of: .convolutions, axis: 0), .activation("input", of: .convolutions),
        .bias(of: .convolutions),
      ],
      outputs: [.activation("output", of: .convolutions)],
      scales: .free, allowsDynamicRange: true,
      packsComputed: [.floats, .int8, .uint8], widens: .halves)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [inputs[2]!]
  }

  package var reach: OperatorReach { .weights(axes: 1..<4) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    guard let dimensions = inputs[0]!.constantIntegers else {
      throw OperatorError(awaiting: "shape")  // C1
    }
    let (weights, input) = (inputs[1]!.shape, inputs[2]!.shape)
    guard input.rank == 4, weights.rank == 4, weights.elementCount > 0, input[3] == weights[3]
    else {
      throw OperatorError(
        "input \(input.description) and weights \(weights.description) must have rank 4 and agree "
          + "on channels")  // C2
    }
    guard dimensions.count == 4, dimensions[0] == input[0], dimensions[3] == weights[0] else {
      throw OperatorError(
        "shape \(Shape(dimensions).description) does not fit input \(input.description) and "
          + "weights \(weights.description)")  // C1
    }
    _ = try axes(input, weights, output: Shape(dimensions))
    return [Shape(dimensions)]
  }

  /// How the turned filters lie over the spread input.
  private func axes(
    _ input: Shape, _ weights: Shape, output: Shape
  ) throws(OperatorError) -> (vertical: WindowAxis, horizontal: WindowAxis) {
    (
      try WindowAxis(
        transposing: input[1], window: weights[1], stride: strideHeight, output: output[1],
        padding: padding),
      try WindowAxis(
        transposing: input[2], window: weights[2], stride: strideWidth, output: output[2],
        padding: padding)
    )
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (weights, input) = (context.input(1), context.input(2))
    let (vertical, horizontal) = try axes(input.shape, weights.shape, output: context.output.shape)
    let operands = try LayerOperands(
      .convolutions, input: input, weights: weights, bias: context.optionalInput(3),
      output: context.output, axis: 0, activation: activation)  // C2, C3, C4
    var layer = LinearLayer(
      operands, filters: operands.weights.turned(weights.shape), vertical: vertical,
      horizontal: horizontal, groups: 1)
    layer.sums = quantizedBiasType
    return try layer.evaluation(&context)
  }

  package var asOperator: Operator { .transposeConv(self) }
}
