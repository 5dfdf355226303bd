// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ReverseV2Tests {
  let input = tensor(counting(6, as: Int16.self), [2, 3])

  @Test func readsBackwards() {
    expect(
      ReverseV2(), [input, control([0])], gives: [3, 4, 5, 0, 1, 2] as [Int16], shape: [2, 3])
    expect(
      ReverseV2(), [input, control([-1])], gives: [2, 1, 0, 5, 4, 3] as [Int16], shape: [2, 3])
    expect(
      ReverseV2(), [input, control([1, 0])], gives: [5, 4, 3, 2, 1, 0] as [Int16], shape: [2, 3])
    expect(
      ReverseV2(), [tensor([] as [Float], [0, 2]), control([0])], gives: [] as [Float],
      shape: [0, 2])
  }
}
