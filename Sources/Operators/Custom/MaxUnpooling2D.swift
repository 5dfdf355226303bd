// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Elements put back to where they were found as the largest of their windows; 0 elsewhere.
///
/// `y[b, i · strideH − top + p / filterW, j · strideW − left + p mod filterW, c] = x[b, i, j, c]` with
/// the whole part p of `places[b, i, j, c]`, the last of several at one place
///
/// | operand  | type    | shape                                                          |
/// |----------|---------|----------------------------------------------------------------|
/// | `input`  | float32 | `[batch, height, width, channels]`                             |
/// | `places` | float32 | as `input`; see ``MaxPoolingWithArgmax2D``                     |
/// | `output` | float32 | `[batch, height · filterH, width · filterW, channels]`         |
///
/// Top is the padding with which windows of the result would be as many as the input has lines,
/// `max(0, (height − 1) · strideH + filterH − height · filterH) / 2`, left likewise.
///
/// Constraints:
/// - C1: `input` has four axes, and `places` as many elements along each.
/// - C2: strides and filter are positive, and at most 32768.
/// - C3: places lie in the result; checked at inference.
///
/// Source: MediaPipe, custom operator MaxUnpooling2D.
package struct MaxUnpooling2D: CustomOperation {
  package static let customName = "MaxUnpooling2D"

  package var pooling: Pooling

  package init(_ pooling: Pooling) {
    self.pooling = pooling
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    pooling = try StoredStructure.pooling(options)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .control, .float32), OperandRule("places", .control, .float32),
      ],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let input = inputs[0]!.shape
    guard input.rank == 4, inputs[1]!.shape == input else {  // C1
      throw OperatorError(
        "input \(input.description) must have 4 axes, places "
          + "\(inputs[1]!.shape.description) the same shape")
    }
    let sizes = [
      pooling.filterHeight, pooling.filterWidth, pooling.strideHeight, pooling.strideWidth,
    ]
    for size in sizes where size < 1 || size > 1 << 15 {  // C2
      throw OperatorError("strides and filter must be 1 to 32768, one is \(size)")
    }
    return [
      try Shape.checked([
        input[0], input[1].saturatingProduct(pooling.filterHeight),
        input[2].saturatingProduct(pooling.filterWidth), input[3],
      ])
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let (x, places, y) = (input.slot, context.input(1).slot, output.slot)
    let (from, to, pooling) = (input.shape, output.shape, pooling)
    let top = max(0, (from[1] - 1) * pooling.strideHeight + pooling.filterHeight - to[1]) / 2
    let left = max(0, (from[2] - 1) * pooling.strideWidth + pooling.filterWidth - to[2]) / 2
    return Evaluation(kernel: "max_unpooling") { (tensors: TensorTable) throws(OperatorError) in
      let result = tensors.elements(y, as: Float.self)
      result.update(repeating: 0, count: output.elementCount)
      var index = 0
      for row in 0..<from[0] * from[1] {
        for column in 0..<from[2] {
          for channel in 0..<from[3] {
            let place = tensors.elements(places, as: Float.self)[index]
            let number = place > -1 && place < 0x1p30 ? Int(place) : -1
            let line = row % from[1] * pooling.strideHeight - top + number / pooling.filterWidth
            let pixel = column * pooling.strideWidth - left + number % pooling.filterWidth
            guard number >= 0, line >= 0, line < to[1], pixel >= 0, pixel < to[2] else {
              throw OperatorError("place \(place) of element \(index) is outside")  // C3
            }
            let target = ((row / from[1] * to[1] + line) * to[2] + pixel) * to[3] + channel
            result[target] = tensors.elements(x, as: Float.self)[index]
            index += 1
          }
        }
      }
    }
  }
}
