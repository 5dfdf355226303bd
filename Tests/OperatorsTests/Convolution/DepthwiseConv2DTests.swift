// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct DepthwiseConv2DTests {
  private let layer = DepthwiseConv2D(padding: .valid)
  private let image = tensor([1, 2, 3, 4] as [Float], [1, 1, 2, 2])
  private let filter = tensor([2, 3] as [Float], [1, 1, 1, 2])

  @Test func multipliesEachChannel() {
    expect(layer, [image, filter], gives: [2, 6, 6, 12] as [Float], shape: [1, 1, 2, 2])
  }

  @Test func takesWeightsFarFromTheirZeroPoint() {
    // 255 · x and −255 · x: weights that are three, and two, int8 summed up. Half of it saturates.
    for (weight, zeroPoint, results) in [
      (255, 0, [0, 255, 255] as [UInt8]), (0, 255, [0, 0, 0] as [UInt8]),
    ] {
      let x = tensor([0, 1, 2] as [UInt8], [1, 1, 3, 1], Quantization(scale: 1, zeroPoint: 0))
      let weights = tensor(
        [UInt8(weight)], [1, 1, 1, 1], Quantization(scale: 1, zeroPoint: zeroPoint))
      expect(
        layer, [x, weights], gives: results, shape: [1, 1, 3, 1],
        quantization: Quantization(scale: 1, zeroPoint: 0))
    }
  }
}
