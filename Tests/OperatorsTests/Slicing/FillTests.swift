// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct FillTests {
  @Test func repeatsValue() {
    expect(
      Fill(), [control([2, 2]), tensor([7] as [Int64], [])], gives: [7, 7, 7, 7] as [Int64],
      shape: [2, 2])
    expect(
      Fill(), [control([3]), tensor([true], [])], gives: [true, true, true], shape: [3],
      constantInputs: [0])
    expect(Fill(), [control([]), tensor([1.5] as [Float], [])], gives: [1.5] as [Float], shape: [])
  }
}
