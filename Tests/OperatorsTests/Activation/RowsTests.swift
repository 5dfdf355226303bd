// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// How element-wise operators and reductions run along their operands: against sums that are taken
/// place by place.
@Suite struct RowsTests {
  /// Short and long rows, one operand or the other repeated, by one axis and by several.
  static let broadcasts: [([Int], [Int])] = [
    ([2, 9, 5, 3], [3]), ([3], [2, 9, 5, 3]), ([2, 9, 5, 3], [2, 1, 1, 3]),
    ([1, 9, 5, 3], [4, 1, 1, 3]), ([64, 700], [700]), ([5, 64, 33], [5, 1, 33]),
    ([5, 64, 33], [64, 1]), ([7, 1, 33], [1, 40, 1]), ([6, 3000], [3000]), ([2, 0, 3], [3]),
    ([], [17, 2]), ([20, 41, 64], [1, 1, 64]),
  ]

  @Test(arguments: broadcasts, [1, 2, 5])
  func broadcastSums(shapes: ([Int], [Int]), threadCount: Int) throws {
    let (a, b) = (Shape(shapes.0), Shape(shapes.1))
    let (left, right) = (numbers(a.elementCount, 7), numbers(b.elementCount, 11))
    let result = try evaluateDirectly(
      Add(), inputs: [tensor(left, shapes.0), tensor(right, shapes.1)],
      results: [ResultKind(.int32)], threadCount: threadCount)[0]
    let shape = try #require(a.broadcast(with: b))
    #expect(result.shape == shape)
    let wanted = places(of: shape).map { place in
      left[position(of: place, in: a)] + right[position(of: place, in: b)]
    }
    #expect(result.elements(as: Int32.self) == wanted)
  }

  static let reductions: [([Int], [Int])] = [
    ([1, 13, 11, 70], [1, 2]), ([3, 13, 11, 70], [1, 2]), ([3, 13, 11, 70], [0, 2]),
    ([40, 33], [1]), ([40, 33], [0]), ([4, 5, 6, 7], [0, 1, 2, 3]), ([4, 5, 6, 7], [1, 3]),
    ([90, 3, 200], [0]), ([2, 3, 0], [2]), ([9, 1000, 2], [1]),
  ]

  @Test(arguments: reductions, [1, 2, 5])
  func sums(problem: ([Int], [Int]), threadCount: Int) throws {
    let (shape, axes) = (Shape(problem.0), problem.1)
    let values = numbers(shape.elementCount, 5)
    let result = try evaluateDirectly(
      Sum(keepsDimensions: true), inputs: [tensor(values, problem.0), control(axes)],
      results: [ResultKind(.int32)], threadCount: threadCount)[0]
    let kept = Shape(shape.dimensions.enumerated().map { axes.contains($0.0) ? 1 : $0.1 })
    #expect(result.shape == kept)
    var wanted = [Int32](repeating: 0, count: kept.elementCount)
    for (place, value) in zip(places(of: shape), values) {
      wanted[position(of: place, in: kept)] += value
    }
    #expect(result.elements(as: Int32.self) == wanted)
  }

  private func numbers(_ count: Int, _ factor: Int) -> [Int32] {
    (0..<count).map { Int32($0 * factor % 1009 - 400) }
  }

  /// The indices of all elements, in order.
  private func places(of shape: Shape) -> [[Int]] {
    (0..<shape.elementCount).map { element in
      var rest = element
      var place: [Int] = []
      for length in shape.dimensions.reversed() {
        place.insert(rest % length, at: 0)
        rest /= length
      }
      return place
    }
  }

  /// Where the element of a broadcast tensor at `place` lies.
  private func position(of place: [Int], in shape: Shape) -> Int {
    var position = 0
    for (index, length) in zip(place.suffix(shape.rank), shape.dimensions) {
      position = position * length + (length == 1 ? 0 : index)
    }
    return position
  }
}
