// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct BroadcastToTests {
  @Test func repeatsAxesOfOne() {
    expect(
      BroadcastTo(), [tensor([1, 2] as [Int8], [2, 1]), control([2, 2, 3])],
      gives: [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2] as [Int8], shape: [2, 2, 3])
    expect(
      BroadcastTo(), [tensor([5] as [Int64], []), control([2])], gives: [5, 5] as [Int64],
      shape: [2])
    expect(
      BroadcastTo(), [tensor([1, 2] as [Float]), control([2])], gives: [1, 2] as [Float],
      shape: [2])
  }
}
