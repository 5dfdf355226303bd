// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The pieces of a tensor along one axis, each copied to an output of its own.
struct AxisPieces {
  let input: Operand
  let axis: Int
  /// Outputs lack the axis.
  let dropsAxis: Bool

  /// - Parameter sizes: how many elements along the axis each output gets.
  func evaluation(sizes: [Int], _ context: PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOutputs(input.type)
    var start = [Int](repeating: 0, count: input.shape.rank)
    var regions: [RegionCopy] = []
    for (output, size) in zip(context.outputs, sizes) {
      var source = CopySide(input, from: start)
      if dropsAxis { source = source.without(axis: axis) }
      regions.append(
        RegionCopy(output.shape.dimensions, of: input.type, from: source, to: CopySide(output)))
      start[axis] += size
    }
    return .copying(regions, threadCount: context.threadCount)
  }
}
