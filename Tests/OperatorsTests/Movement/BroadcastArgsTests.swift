// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct BroadcastArgsTests {
  @Test func combinesShapes() {
    expect(
      BroadcastArgs(), [control([2, 1, 3]), control([4, 1])], gives: [2, 4, 3] as [Int32],
      shape: [3])
    expect(
      BroadcastArgs(), [tensor([] as [Int64]), tensor([5] as [Int64])], gives: [5] as [Int64],
      shape: [1])
  }
}
