// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SplitTests {
  @Test func cutsEvenly() throws {
    let input = tensor(counting(12, as: Int16.self), [2, 6])
    let pieces = try evaluate(Split(splitCount: 3), [control([-1], []), input], resultCount: 3)
    #expect(pieces.map { $0.shape.dimensions } == [[2, 2], [2, 2], [2, 2]])
    #expect(
      pieces.map { $0.elements(as: Int16.self) } == [[0, 1, 6, 7], [2, 3, 8, 9], [4, 5, 10, 11]])
  }
}
