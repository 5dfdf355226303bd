// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct NumberRangeTests {
  @Test func counts() {
    expect(
      NumberRange(), [control([7], []), control([-2], []), control([-3], [])],
      gives: [7, 4, 1] as [Int32], shape: [3])
    expect(
      NumberRange(), [tensor([0.5] as [Float]), tensor([2] as [Float]), tensor([0.5] as [Float])],
      gives: [0.5, 1, 1.5] as [Float], shape: [3])
    expect(
      NumberRange(), [control([3]), control([3]), control([1])], gives: [] as [Int32], shape: [0])
  }
}
