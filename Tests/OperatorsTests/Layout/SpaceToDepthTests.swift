// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SpaceToDepthTests {
  @Test func movesBlocks() {
    expect(
      SpaceToDepth(blockSize: 2), [tensor(counting(16, as: Int8.self), [1, 2, 4, 2])],
      gives: [0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15] as [Int8],
      shape: [1, 1, 2, 8])
  }
}
