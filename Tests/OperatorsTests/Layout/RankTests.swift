// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct RankTests {
  @Test func countsAxes() {
    expect(Rank(), [tensor([1] as [Float], [])], gives: [0] as [Int32], shape: [])
    expect(Rank(), [tensor([1, 2] as [Float], [1, 2, 1])], gives: [3] as [Int32], shape: [])
  }
}
