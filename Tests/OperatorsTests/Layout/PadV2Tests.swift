// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct PadV2Tests {
  @Test func surroundsWithValue() {
    expect(
      PadV2(),
      [
        tensor([1, 2] as [Float], [1, 2]), control([0, 1, 1, 0], [2, 2]),
        tensor([9] as [Float], []),
      ],
      gives: [9, 1, 2, 9, 9, 9] as [Float], shape: [2, 3])
  }

  @Test func readsValueAtInference() {
    expect(
      PadV2(), [tensor([true], [1]), control([1, 1], [1, 2]), tensor([true], [])],
      gives: [true, true, true], shape: [3], constantInputs: [1])
  }
}
