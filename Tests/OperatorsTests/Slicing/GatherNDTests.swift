// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct GatherNDTests {
  let input = tensor(counting(12, as: Int16.self), [2, 3, 2])

  @Test func picksPoints() {
    expect(
      GatherND(), [input, control([1, 2, 0, 0], [2, 2])], gives: [10, 11, 0, 1] as [Int16],
      shape: [2, 2])
    expect(
      GatherND(), [input, tensor([1, 0, 1, 0, 2, 0] as [Int64], [2, 3])], gives: [7, 4] as [Int16],
      shape: [2])
    expect(
      GatherND(), [tensor([5, 6] as [Float]), control([], [2, 0])], gives: [5, 6, 5, 6] as [Float],
      shape: [2, 2])
  }
}
