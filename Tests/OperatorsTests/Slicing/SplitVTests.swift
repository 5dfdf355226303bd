// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SplitVTests {
  let input = tensor(counting(10, as: Int8.self), [2, 5])

  @Test func cutsAsSaid() throws {
    let pieces = try evaluate(
      SplitV(splitCount: 3), [input, control([1, -1, 2]), control([1], [])], resultCount: 3)
    #expect(pieces.map { $0.shape.dimensions } == [[2, 1], [2, 2], [2, 2]])
    #expect(pieces.map { $0.elements(as: Int8.self) } == [[0, 5], [1, 2, 6, 7], [3, 4, 8, 9]])
  }
}
