// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct TileTests {
  @Test func repeatsAxes() {
    expect(
      Tile(), [tensor([1, 2, 3, 4] as [Float], [2, 2]), control([2, 3])],
      gives: [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4] as [Float],
      shape: [4, 6])
    expect(
      Tile(), [tensor([7] as [Int64]), tensor([3] as [Int64])], gives: [7, 7, 7] as [Int64],
      shape: [3])
    expect(
      Tile(), [tensor([true, false]), control([0])], gives: [] as [Bool], shape: [0])
  }
}
