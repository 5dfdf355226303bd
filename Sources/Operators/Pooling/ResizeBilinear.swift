// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Pictures of another size, each pixel a mean of its four neighbours weighted by distance.
///
/// float32 and uint8 weigh in float32, in the order of TensorFlow Lite's reference; uint8 adds ½
/// and drops the fraction. int8 and int16 weigh in steps of 2⁻¹⁰ and divide by 2²⁰, halves away
/// from zero. Both are bit-exact with the reference.
///
/// | operand  | type                        | shape          | quantization |
/// |----------|-----------------------------|----------------|--------------|
/// | `input`  | float32, int8, uint8, int16 | `[b, h, w, d]` | per tensor   |
/// | `size`   | int32                       | `[2]`          |              |
/// | `output` | type of `input`             | `[b, H, W, d]` | as `input`   |
///
/// Constraints:
/// - C1: `input` has rank 4, and neither height nor width is 0.
/// - C2: `size` is constant: height and width, from 1 to 1,048,576.
/// - C3: not both of the options `align_corners` and `half_pixel_centers`.
///
/// Source: TensorFlow Lite operator RESIZE_BILINEAR; `tf.image.resize`.
package struct ResizeBilinear: LiteOperator {
  package static let builtin = BuiltinOperator.resizeBilinear

  package var grid: ResizeGrid

  package init(grid: ResizeGrid = ResizeGrid()) {
    self.grid = grid
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try ResizeBilinearOptionsView(options)
    grid = ResizeGrid(
      alignsCorners: view.alignCorners, hasHalfPixelCenters: view.halfPixelCenters)
  }

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int8, .uint8, .int16]
    return OperandRules(
      inputs: [
        OperandRule("input", .activation, types),
        OperandRule("size", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, types)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    guard !(grid.alignsCorners && grid.hasHalfPixelCenters) else {  // C3
      throw OperatorError("align_corners and half_pixel_centers exclude each other")
    }
    return [try grid.resultShape(inputs[0]!, inputs[1]!)]  // C1, C2
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    switch input.type {
    case .float32:
      return floatEvaluation(input, output, context.threadCount, "f32_resize_bilinear") {
        (mean: Float) -> Float in mean
      }
    case .uint8:
      return floatEvaluation(input, output, context.threadCount, "u8_resize_bilinear") {
        (mean: Float) -> UInt8 in UInt8(min(max(mean + 0.5, 0), 255))
      }
    case .int8:
      return integerEvaluation(
        input, output, context.threadCount, "s8_resize_bilinear", as: Int8.self, sums: Int.self)
    default:
      return integerEvaluation(
        input, output, context.threadCount, "s16_resize_bilinear", as: Int16.self,
        sums: Int64.self)
    }
  }

  private func floatEvaluation<Element: BitwiseCopyable & FloatConvertible>(
    _ input: Operand, _ output: Operand, _ threadCount: Int, _ kernel: String,
    _ rounded: @escaping (Float) -> Element
  ) -> Evaluation {
    let rows = grid.floatNeighbours(count: output.shape[1], extent: input.shape[1])
    let columns = grid.floatNeighbours(count: output.shape[2], extent: input.shape[2])
    let (depth, from, to) = (input.shape[3], input.slot, output.slot)
    let (sourceHeight, sourceRow) = (input.shape[1], input.shape[2] * depth)
    let targetRow = columns.count * depth
    let stage = Stage.rows(
      batch: output.shape[0], height: rows.count, byteCount: targetRow.saturatingProduct(4),
      threadCount
    ) { tensors, image, y, _ in
      let source = tensors.elements(from, as: Element.self) + image * sourceHeight * sourceRow
      let top = source + rows[y].lower * sourceRow
      let bottom = source + rows[y].upper * sourceRow
      var target = tensors.elements(to, as: Element.self) + (image * rows.count + y) * targetRow
      let down = rows[y].weight
      let up = 1 - down
      for column in columns {
        let (left, right) = (column.lower * depth, column.upper * depth)
        let across = column.weight
        let back = 1 - across
        for c in 0..<depth {
          let upper = top[left + c].float * up * back
          let lower = bottom[left + c].float * down * back
          let sum = upper + lower + top[right + c].float * up * across
          target[c] = rounded(sum + bottom[right + c].float * down * across)
        }
        target += depth
      }
    }
    return Evaluation(kernel: kernel, stages: [stage])
  }

  private func integerEvaluation<
    Element: FixedWidthInteger & BitwiseCopyable, Sum: FixedWidthInteger & SignedInteger
  >(
    _ input: Operand, _ output: Operand, _ threadCount: Int, _ kernel: String,
    as _: Element.Type, sums _: Sum.Type
  ) -> Evaluation {
    let rows = grid.integerNeighbours(count: output.shape[1], extent: input.shape[1])
    let columns = grid.integerNeighbours(count: output.shape[2], extent: input.shape[2])
    let (depth, from, to) = (input.shape[3], input.slot, output.slot)
    let (sourceHeight, sourceRow) = (input.shape[1], input.shape[2] * depth)
    let targetRow = columns.count * depth
    let stage = Stage.rows(
      batch: output.shape[0], height: rows.count, byteCount: targetRow.saturatingProduct(4),
      threadCount
    ) { tensors, image, y, _ in
      let source = tensors.elements(from, as: Element.self) + image * sourceHeight * sourceRow
      let top = source + rows[y].lower * sourceRow
      let bottom = source + rows[y].upper * sourceRow
      var target = tensors.elements(to, as: Element.self) + (image * rows.count + y) * targetRow
      let down = Sum(rows[y].weight)
      let up = 1024 - down
      for column in columns {
        let (left, right) = (column.lower * depth, column.upper * depth)
        let across = Sum(column.weight)
        let back = 1024 - across
        for c in 0..<depth {
          let sum =
            (Sum(top[left + c]) &* up &+ Sum(bottom[left + c]) &* down) &* back
            &+ (Sum(top[right + c]) &* up &+ Sum(bottom[right + c]) &* down) &* across
          let half: Sum = sum > 0 ? 1 << 19 : -(1 << 19)
          target[c] = Element(truncatingIfNeeded: (sum &+ half) / (1 << 20))
        }
        target += depth
      }
    }
    return Evaluation(kernel: kernel, stages: [stage])
  }
}

/// Elements that are weighed in float32.
protocol FloatConvertible {
  var float: Float { get }
}

extension Float: FloatConvertible {
  var float: Float { self }
}

extension UInt8: FloatConvertible {
  var float: Float { Float(self) }
}
