// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Transposed two-dimensional convolution of images and constant filters, plus bias.
///
/// `y[b, i · strideH + k − top, j · strideW + l − left, o] += x[b, i, j, c] · w[o, k, l, c]` over all
/// i, j, k, l, c, then `f(y + bias[o])`; top and left are the padding of the convolution from the
/// result's size to the input's.
///
/// | operand   | type          | shape                              | quantization              |
/// |-----------|---------------|------------------------------------|---------------------------|
/// | `shape`   | int32         | `[4]`: that of the result          |                           |
/// | `weights` | float32 int8  | `[outputs, kh, kw, channels]`      | per channel, axis 0, zero point 0 |
/// | `input`   | float32 int8  | `[batch, height, width, channels]` | per tensor                |
/// | `bias`    | float32 int32 | `[outputs]`                        | scale = input scale × weights scale |
///
/// It is computed as a convolution of stride 1 with turned filters over the input spread out. int8
/// results equal TensorFlow Lite's reference bit for bit.
///
/// Constraints:
/// - C1: `shape` is constant and has 4 elements; the first is the batch, the last the outputs.
/// - C2: `input` and `weights` have rank 4 and agree on channels; `weights` is constant and not empty.
/// - C3: `bias`, if present, is constant and has one element an output.
/// - C4: the types are one of the combinations of the table.
///
/// Source: TensorFlow Lite 8-bit quantization specification, TRANSPOSE_CONV.
package struct TransposeConv: ActivatedOperator {
  package static let builtin = BuiltinOperator.transposeConv

  package var padding: Padding
  package var strideHeight: Int
  package var strideWidth: Int
  package var activation: FusedActivation

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
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("shape", .control, ElementTypeSet(.int32)),
        OperandRule("weights", .weights(axis: 0), [.float32, .int8]),
        OperandRule("input", .activation, [.float32, .int8]),
        OperandRule("bias", .bias, ElementTypeSet(.float32, .int32), isOptional: true),
      ],
      outputs: [OperandRule("output", .activation, [.float32, .int8])],
      scales: .free, allowsDynamicRange: true)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [inputs[2]!]
  }

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
    guard let values = weights.constant else {
      throw OperatorError("'weights' must be constant")  // C2
    }
    let turned = Self.turned(values, shape: weights.shape)
    let convolution = try PreparedConvolution(
      input: input, weights: weights, bias: context.optionalInput(3), output: context.output,
      vertical: vertical, horizontal: horizontal, activation: activation,
      filters: UnsafeRawBufferPointer(start: turned.base, count: turned.byteCount))
    let evaluation = try convolution.evaluation(&context)
    return withExtendedLifetime(turned) { evaluation }
  }

  /// Filters with their lines and pixels in reverse order.
  private static func turned(_ values: UnsafeRawBufferPointer, shape: Shape) -> PreparedBuffer {
    let taps = shape[1] * shape[2]
    let byteCount = values.count / (shape[0] * taps)
    let buffer = PreparedBuffer(byteCount: values.count)
    for output in 0..<shape[0] {
      for tap in 0..<taps {
        (buffer.base + (output * taps + taps - 1 - tap) * byteCount).copyMemory(
          from: values.baseAddress! + (output * taps + tap) * byteCount, byteCount: byteCount)
      }
    }
    return buffer
  }

  package var asOperator: Operator { .transposeConv(self) }
}
