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

  @Test func refusesInvalidShape() {  // C1
    let value = tensor([1] as [Float], [])
    expectRefusal(Fill(), [control([-1]), value], "not valid")
    expectRefusal(Fill(), [control([1 << 30, 4]), value], "not valid")
    expectRefusal(Fill(), [control([1]), value], "must be constant", constantInputs: [1])
  }

  @Test func refusesSeveralValues() {  // C2
    expectRefusal(Fill(), [control([1]), tensor([1, 2] as [Float])], "one element")
  }
}
