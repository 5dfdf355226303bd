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

  /// Two elements a byte, the lower bits first: 15 is no −1. (15 − 3) · 0.5 = 6.
  @Test func unsignedNibblesHaveNoSign() throws {
    let packed = DirectTensor(
      [0x0F, 0x73, 0x08] as [UInt8], type: .uint8, shape: Shape([3]))
    let input = DirectTensor(
      type: .uint4, shape: Shape([5]), quantization: Quantization(scale: 0.5, zeroPoint: 3),
      bytes: packed.bytes)
    expect(Dequantize(), [input], gives: [6, -1.5, 0, 2, 2.5] as [Float], shape: [5])
    withExtendedLifetime(packed) {}
  }
}
