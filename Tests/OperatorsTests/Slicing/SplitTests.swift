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

  @Test func refusesAxis() {  // C1
    let input = tensor([1, 2] as [Float])
    expectRefusal(Split(splitCount: 2), [control([1]), input], "out of range", resultCount: 2)
    expectRefusal(Split(splitCount: 2), [control([0, 0]), input], "must have 1", resultCount: 2)
    expectRefusal(
      Split(splitCount: 2), [control([0]), input], "must be constant", resultCount: 2,
      constantInputs: [1])
  }

  @Test func refusesCount() {  // C2
    let input = tensor([1, 2] as [Float])
    expectRefusal(Split(splitCount: 0), [control([0]), input], "num_splits is 0", resultCount: 2)
    expectRefusal(Split(splitCount: 1), [control([0]), input], "num_splits is 1", resultCount: 2)
  }

  @Test func refusesUnevenAxis() {  // C3
    expectRefusal(
      Split(splitCount: 2), [control([0]), tensor([1, 2, 3] as [Float])], "does not divide",
      resultCount: 2)
  }
}
