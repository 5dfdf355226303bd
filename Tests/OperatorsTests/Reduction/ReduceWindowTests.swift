// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct ReduceWindowTests {
  @Test func windowsThatDoNotFitAreNone() {
    let three = tensor([3] as [Int64])
    let one = tensor([1] as [Int64])
    expect(
      ReduceWindow(.add),
      [tensor([1, 2] as [Float]), tensor([0] as [Float], []), three, one, one],
      gives: [] as [Float], shape: [0])
  }

  /// A stride and a dilation of which nothing is taken may be any number.
  @Test func hugeStepsDoNotOverflow() {
    let huge = tensor([Int64(Int32.max), Int64(Int32.max)])
    let one = tensor([1, 1] as [Int64])
    expect(
      ReduceWindow(.add),
      [tensor([1, 2] as [Float], [2, 1]), tensor([0.5] as [Float], []), one, huge, huge],
      gives: [1.5] as [Float], shape: [1, 1])
  }
}
