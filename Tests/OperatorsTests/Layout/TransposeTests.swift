// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct TransposeTests {
  static let cases: [([Int], [Int])] = [
    ([3, 5], [1, 0]), ([37, 70], [1, 0]), ([2, 3, 4], [0, 2, 1]), ([2, 3, 4], [2, 1, 0]),
    ([2, 18, 19, 3], [0, 3, 1, 2]), ([2, 3, 18, 19], [0, 2, 3, 1]), ([2, 3, 4, 5], [1, 0, 2, 3]),
    ([2, 1, 3, 2, 2], [4, 1, 3, 0, 2]), ([2, 3, 1, 2, 3, 2], [5, 3, 1, 0, 4, 2]), ([4], [0]),
    ([2, 0, 3], [2, 0, 1]),
  ]

  @Test(arguments: cases)
  func movesEachElement(shape: [Int], permutation: [Int]) throws {
    try check(shape, permutation, as: Int8.self)
    try check(shape, permutation, as: Int16.self)
    try check(shape, permutation, as: Int32.self)
    try check(shape, permutation, as: Int64.self)
  }

  private func check<Element: TensorElement & FixedWidthInteger>(
    _ shape: [Int], _ permutation: [Int], as _: Element.Type
  ) throws {
    let values: [Element] = counting(shape.reduce(1, *))
    let permuted = permutation.map { shape[$0] }
    let expected = indices(of: permuted).map { index -> Element in
      var source = index
      for (position, axis) in permutation.enumerated() { source[axis] = index[position] }
      return values[place(source, in: shape)]
    }
    expect(
      Transpose(), [tensor(values, shape), control(permutation)], gives: expected,
      shape: permuted)
  }

  @Test func countsNegativeAxesFromTheEnd() {
    expect(
      Transpose(), [tensor([1, 2, 3, 4] as [Float], [2, 2]), control([-1, 0])],
      gives: [1, 3, 2, 4] as [Float], shape: [2, 2])
  }
}
