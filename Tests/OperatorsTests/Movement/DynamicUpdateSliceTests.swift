// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct DynamicUpdateSliceTests {
  let input = tensor(counting(6, as: Int8.self), [2, 3])

  @Test func replacesBox() {
    let update = tensor([-1, -2] as [Int8], [1, 2])
    expect(
      DynamicUpdateSlice(), [input, update, control([1, 0])],
      gives: [0, 1, 2, -1, -2, 5] as [Int8], shape: [2, 3], constantInputs: [])
    // Moved to [1, 1] and to [0, 0].
    expect(
      DynamicUpdateSlice(), [input, update, control([7, 7])],
      gives: [0, 1, 2, 3, -1, -2] as [Int8], shape: [2, 3], constantInputs: [])
    expect(
      DynamicUpdateSlice(), [input, update, tensor([Int64.min, -1])],
      gives: [-1, -2, 2, 3, 4, 5] as [Int8], shape: [2, 3], constantInputs: [])
  }
}
