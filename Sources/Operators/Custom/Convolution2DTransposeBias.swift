// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Transposed two-dimensional convolution of images and constant filters, plus bias, whose result's
/// size follows from the input's.
///
/// `y[b, i · strideH + k − top, j · strideW + l − left, o] += x[b, i, j, c] · w[o, k, l, c]` over all
/// i, j, k, l, c, then `y + bias[o]`
///
/// | operand   | type    | shape                              |
/// |-----------|---------|------------------------------------|
/// | `input`   | float32 | `[batch, height, width, channels]` |
/// | `weights` | float32 | `[outputs, kh, kw, channels]`      |
/// | `bias`    | float32 | `[outputs]`                        |
/// | `output`  | float32 | `[batch, rows, columns, outputs]`  |
///
/// There are `strideH · (height − 1) + kh − p` rows, likewise columns: p is 0, or, with SAME padding,
/// `max(0, kh − 1 − (height − 1) mod strideH)`, of which top is the half, rounded down.
///
/// Constraints:
/// - C1: `input` and `weights` have rank 4 and agree on channels; sizes and strides are positive.
/// - C2: `bias` has one element an output.
///
/// Source: MediaPipe, custom operator Convolution2DTransposeBias.
package struct Convolution2DTransposeBias: CustomOperation {
  package static let customName = "Convolution2DTransposeBias"

  package var padding: Padding
  package var strideHeight: Int
  package var strideWidth: Int

  package init(padding: Padding, strideHeight: Int, strideWidth: Int) {
    self.padding = padding
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let options = try StoredStructure(options, count: 3)
    self.init(padding: try options.padding, strideHeight: options[2], strideWidth: options[1])
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .control, .float32), OperandRule("weights", .control, .float32),
        OperandRule("bias", .control, .float32),
      ],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package var reach: OperatorReach { .weights(axes: 1..<4) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, weights) = (inputs[0]!.shape, inputs[1]!.shape)
    let (vertical, horizontal) = try axes(input, weights)
    return [try Shape.checked([input[0], vertical.output, horizontal.output, weights[0]])]
  }

  private func axes(
    _ input: Shape, _ weights: Shape
  ) throws(OperatorError) -> (vertical: WindowAxis, horizontal: WindowAxis) {
    guard input.rank == 4, weights.rank == 4, weights.elementCount > 0, input[3] == weights[3]
    else {
      throw OperatorError(
        "input \(input.description) and weights \(weights.description) must have rank 4 and agree "
          + "on channels")  // C1
    }
    return (
      try axis(input[1], weights[1], strideHeight), try axis(input[2], weights[2], strideWidth)
    )
  }

  private func axis(_ input: Int, _ window: Int, _ stride: Int) throws(OperatorError) -> WindowAxis
  {
    let cut = padding == .same && stride > 0 ? max(0, window - 1 - (input - 1) % stride) : 0
    return try WindowAxis(transposing: input, window: window, stride: stride, cut: cut)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, weights) = (context.input(0), context.input(1))
    let (vertical, horizontal) = try axes(input.shape, weights.shape)
    let operands = try LayerOperands(
      .convolutions, input: input, weights: weights, bias: context.input(2),
      output: context.output, axis: 0, activation: .none)  // C2
    return try LinearLayer(
      operands, filters: operands.weights.turned(weights.shape), vertical: vertical,
      horizontal: horizontal, groups: 1
    ).evaluation(&context)
  }
}
