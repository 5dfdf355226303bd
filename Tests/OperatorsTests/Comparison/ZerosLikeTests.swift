// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ZerosLikeTests {
  @Test func givesZeros() {
    expect(
      ZerosLike(), [tensor([1, 2] as [Float], [1, 2])], gives: [0, 0] as [Float], shape: [1, 2])
    expect(ZerosLike(), [tensor([1] as [Int64], [])], gives: [0] as [Int64], shape: [])
  }
}
