// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SegmentSumTests {
  let input = tensor([1, 2, 3, 4, 5, 6] as [Float], [3, 2])

  @Test func addsRows() {
    expect(
      SegmentSum(), [input, control([0, 0, 1])], gives: [4, 6, 5, 6] as [Float], shape: [2, 2],
      constantInputs: [1])
    expect(
      SegmentSum(), [tensor([Int32.max, 1]), control([0, 0])], gives: [Int32.min], shape: [1])
  }
}
