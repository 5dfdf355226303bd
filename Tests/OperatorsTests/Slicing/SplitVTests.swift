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

  @Test func refusesAxis() {  // C1
    expectRefusal(
      SplitV(splitCount: 1), [input, control([2]), control([2])], "out of range")
  }

  @Test func refusesCount() {  // C2
    expectRefusal(
      SplitV(splitCount: 1), [input, control([1, 4]), control([1])], "num_splits is 1",
      resultCount: 2)
    expectRefusal(
      SplitV(splitCount: 2), [input, control([5]), control([1])], "must have 2", resultCount: 2)
    expectRefusal(
      SplitV(splitCount: 1), [input, control([5]), control([1])], "must be constant",
      constantInputs: [2])
  }

  @Test(arguments: [[1, 5], [-1, -1], [-2, 7], [6, -1], [Int(Int32.max), Int(Int32.max)]])
  func refusesSizesThatDoNotFit(sizes: [Int]) {  // C3
    expectRefusal(
      SplitV(splitCount: 2), [input, control(sizes), control([1])], "does not fit", resultCount: 2)
  }

  @Test func refusesSizesThatLeaveSome() {  // C3
    expectRefusal(
      SplitV(splitCount: 2), [input, control([1, 3]), control([1])], "sizes sum to 4",
      resultCount: 2)
  }
}
