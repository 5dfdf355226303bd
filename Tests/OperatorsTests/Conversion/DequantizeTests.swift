// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct DequantizeTests {
  @Test func deadChannelsAreZero() {
    let weights = tensor(
      [4, 5, 6, 7] as [Int8], [2, 2], Quantization(scales: [0, 0.5], zeroPoints: [0, 1], axis: 1))
    expect(Dequantize(), [weights], gives: [0, 2, 0, 3] as [Float], shape: [2, 2])
  }
}
