// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Pictures of another size, each pixel the nearest one.
///
/// | operand  | type               | shape          | quantization |
/// |----------|--------------------|----------------|--------------|
/// | `input`  | any of whole bytes | `[b, h, w, d]` | per tensor   |
/// | `size`   | int32              | `[2]`          |              |
/// | `output` | type of `input`    | `[b, H, W, d]` | as `input`   |
///
/// Constraints:
/// - C1: `input` has rank 4, and neither height nor width is 0.
/// - C2: `size` is constant: height and width, from 1 to 1,048,576.
///
/// Source: TensorFlow Lite operator RESIZE_NEAREST_NEIGHBOR; `tf.image.resize`.
package struct ResizeNearestNeighbor: LiteOperator {
  package static let builtin = BuiltinOperator.resizeNearestNeighbor

  package var grid: ResizeGrid

  package init(grid: ResizeGrid = ResizeGrid()) {
    self.grid = grid
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try ResizeNearestNeighborOptionsView(options)
    grid = ResizeGrid(
      alignsCorners: view.alignCorners, hasHalfPixelCenters: view.halfPixelCenters)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("size", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [try grid.resultShape(inputs[0]!, inputs[1]!)]  // C1, C2
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let rows = grid.nearest(count: output.shape[1], extent: input.shape[1])
    let columns = grid.nearest(count: output.shape[2], extent: input.shape[2])
    let pixel = input.type.byteCount(of: input.shape[3])!
    let (sourceRow, targetRow) = (input.shape[2] * pixel, output.shape[2] * pixel)
    let sourceHeight = input.shape[1]
    let (from, to) = (input.slot, output.slot)
    let stage = Stage.rows(
      batch: output.shape[0], height: output.shape[1], byteCount: targetRow, context.threadCount
    ) { tensors, image, y, isFirst in
      let target = tensors[to] + (image * rows.count + y) * targetRow
      if !isFirst, rows[y] == rows[y - 1] {
        target.copyMemory(from: target - targetRow, byteCount: targetRow)
        return
      }
      let source = tensors[from] + (image * sourceHeight + rows[y]) * sourceRow
      for (x, column) in columns.enumerated() {
        (target + x * pixel).copyMemory(from: source + column * pixel, byteCount: pixel)
      }
    }
    return Evaluation(kernel: "xx_resize_nearest", stages: [stage])
  }
}

extension Stage {
  /// Calls `row` for every row of every image, the rows shared out between threads if there are
  /// many bytes.
  ///
  /// - Parameter row: is told the image, the row, and whether it is the first that this task does
  ///   in the image.
  static func rows(
    batch: Int, height: Int, byteCount: Int, _ threadCount: Int,
    _ row: @escaping (TensorTable, Int, Int, Bool) -> Void
  ) -> Stage {
    let rowCount = batch * height
    let taskCount = rowCount.saturatingProduct(byteCount) < 1 << 14 ? 1 : threadCount
    return Stage(taskCount: taskCount) { (tensors: TensorTable, task: Int) throws(OperatorError) in
      let first = height.start(ofPart: task, of: taskCount)
      let end = height.start(ofPart: task + 1, of: taskCount)
      for image in 0..<batch {
        for y in first..<end { row(tensors, image, y, y == first) }
      }
    }
  }
}
