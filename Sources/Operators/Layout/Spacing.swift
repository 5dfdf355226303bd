// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// A tensor whose elements are moved apart, and which then is lengthened or cut at both ends of each
/// axis.
struct Spacing {
  /// The shape that comes out.
  let result: Shape
  private let shape: Shape
  private let low: [Int]
  private let steps: [Int]

  /// - Parameters:
  ///   - low: elements before the first of each axis; as many are cut where it is negative.
  ///   - high: the same behind the last.
  ///   - steps: how far neighbours come to lie apart, at least 1.
  /// - Throws: if there is not one of each for each axis, or the result has no valid shape.
  init(_ shape: Shape, low: [Int], high: [Int], steps: [Int]) throws(OperatorError) {
    guard low.count == shape.rank, high.count == shape.rank, steps.count == shape.rank else {
      throw OperatorError("paddings do not fit the \(shape.rank) axes of \(shape.description)")
    }
    var dimensions: [Int] = []
    for axis in 0..<shape.rank {
      for number in [low[axis], high[axis], steps[axis]] where Int32(exactly: number) == nil {
        throw OperatorError("padding \(number) is too large")
      }
      guard steps[axis] >= 1 else {
        throw OperatorError("padding \(steps[axis] - 1) between elements is negative")
      }
      let inner = shape[axis] == 0 ? 0 : Int64(shape[axis] - 1) * Int64(steps[axis]) + 1
      dimensions.append(Int(exactly: inner + Int64(low[axis]) + Int64(high[axis])) ?? -1)
    }
    result = try Shape.checked(dimensions)
    (self.shape, self.low, self.steps) = (shape, low, steps)
  }

  /// The stages that fill `target` with a value and then put the elements into it.
  func stages(
    _ input: Operand, to target: CopySide.Memory, filledWith value: CopySide.Memory,
    threadCount: Int
  ) -> [Stage] {
    let (from, to) = (shape.rowMajorStrides, result.rowMajorStrides)
    var (extents, strides): ([Int], [Int]) = ([], [])
    var (first, place) = (0, 0)
    for axis in 0..<shape.rank {
      // The elements that are not cut: those at 0 ... result[axis] - 1.
      let step = steps[axis]
      let (before, wide) = (Int64(low[axis]), Int64(step))
      let begin = before < 0 ? min(shape[axis], Int((wide - 1 - before) / wide)) : 0
      let end = min(Int64(shape[axis]), max(0, Int64(result[axis]) - before + wide - 1) / wide)
      extents.append(max(0, Int(end) - begin))
      strides.append(to[axis] &* step)
      first &+= begin &* from[axis]
      place &+= (low[axis] &+ begin &* step) &* to[axis]
    }
    let fill = RegionCopy(
      [result.elementCount], of: input.type, from: CopySide(value, strides: [0]),
      to: CopySide(target, strides: [1]))
    guard !extents.contains(0) else { return [.copying([fill], threadCount: threadCount)] }
    let elements = RegionCopy(
      extents, of: input.type, from: CopySide(.slot(input.slot), offset: first, strides: from),
      to: CopySide(target, offset: place, strides: strides))
    return [
      .copying([fill], threadCount: threadCount), .copying([elements], threadCount: threadCount),
    ]
  }
}
