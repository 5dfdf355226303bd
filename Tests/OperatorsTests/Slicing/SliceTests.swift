// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SliceTests {
  let input = tensor(counting(24, as: Int32.self), [2, 3, 4])

  @Test func cutsBox() {
    expect(
      Slice(), [input, control([1, 1, 0]), control([1, 2, 3])],
      gives: [16, 17, 18, 20, 21, 22] as [Int32], shape: [1, 2, 3])
  }

  @Test func takesAllThatIsLeft() {
    expect(
      Slice(), [input, tensor([0, 2, 2] as [Int64]), tensor([-1, -1, -1] as [Int64])],
      gives: [10, 11, 22, 23] as [Int32], shape: [2, 1, 2])
  }

  @Test func readsBeginAtInference() {
    expect(
      Slice(), [input, control([1, 0, 3]), control([1, 3, 1])], gives: [15, 19, 23] as [Int32],
      shape: [1, 3, 1], constantInputs: [2])
    expectRefusal(
      Slice(), [input, control([1, 0, 4]), control([1, 3, 1])], "out of range",
      constantInputs: [2])
  }
}
