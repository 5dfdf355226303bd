// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct Conv2DTests {
  private let layer = Conv2D(padding: .valid)
  private let image = tensor([1, 2, 3, 4] as [Float], [1, 2, 2, 1])
  private let filter = tensor([2] as [Float], [1, 1, 1, 1])

  @Test func multipliesAndAdds() throws {
    // 2 · x + 1, of which ReLU6 keeps what is under 6.
    let bias = tensor([1] as [Float])
    expect(
      Conv2D(padding: .valid, activation: try FusedActivation(.relu6)), [image, filter, bias],
      gives: [3, 5, 6, 6] as [Float], shape: [1, 2, 2, 1])
  }

  @Test func deadChannelsGiveTheZeroPoint() {
    // Channel 0 has scale 0: its multiplier is 0, whatever its bias. Channel 1: 1 · (x + 1) + 4
    // times 1 · 1 / 1, less 2.
    let x = tensor([3, 5] as [Int8], [1, 1, 2, 1], Quantization(scale: 1, zeroPoint: -1))
    let weights = tensor(
      [0, 1] as [Int8], [2, 1, 1, 1], Quantization(scales: [0, 1], zeroPoints: [0, 0]))
    expect(
      layer, [x, weights, tensor([9, 4] as [Int32])], gives: [-2, 6, -2, 8] as [Int8],
      shape: [1, 1, 2, 2], quantization: Quantization(scale: 1, zeroPoint: -2))
  }
}
