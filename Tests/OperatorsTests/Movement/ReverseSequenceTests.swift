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
}
