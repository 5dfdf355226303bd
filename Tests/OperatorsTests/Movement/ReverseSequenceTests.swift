// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ReverseSequenceTests {
  let input = tensor(counting(6, as: Int32.self), [2, 3])

  @Test func reversesBeginnings() {
    expect(
      ReverseSequence(sequenceAxis: 1, batchAxis: 0), [input, control([2, 3])],
      gives: [1, 0, 2, 5, 4, 3] as [Int32], shape: [2, 3])
    expect(
      ReverseSequence(sequenceAxis: 0, batchAxis: 1), [input, tensor([2, 0, 1] as [Int64])],
      gives: [3, 1, 2, 0, 4, 5] as [Int32], shape: [2, 3])
  }

  @Test(arguments: [(0, 0), (2, 0), (0, -1)]) func refusesAxes(axis: Int, batch: Int) {  // C1
    expectRefusal(
      ReverseSequence(sequenceAxis: axis, batchAxis: batch), [input, control([1, 1])],
      "must be two axes")
  }

  @Test func refusesLengths() {  // C2
    expectRefusal(
      ReverseSequence(sequenceAxis: 1, batchAxis: 0), [input, control([1])], "must be [2]")
  }

  @Test(arguments: [-1, 4]) func refusesLength(length: Int) {  // C3
    expectRefusal(
      ReverseSequence(sequenceAxis: 1, batchAxis: 0), [input, control([1, length])],
      "out of range")
  }
}
