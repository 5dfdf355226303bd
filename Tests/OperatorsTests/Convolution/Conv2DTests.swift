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

  @Test func refusesOtherRanks() {  // C1
    expectRefusal(layer, [tensor([1] as [Float], [1, 1, 1]), filter], "must have rank 4")
    expectRefusal(layer, [image, tensor([1] as [Float], [1, 1, 1])], "must have rank 4")
    expectRefusal(layer, [image, tensor([] as [Float], [0, 1, 1, 1])], "must have rank 4")
  }

  @Test func refusesUnknownWeights() {  // C1
    expectRefusal(
      layer, [image, filter], "'weights' must be constant", constantInputs: [])
  }

  @Test func refusesChannelsThatDoNotDivide() {  // C2
    let three = tensor([1, 2, 3] as [Float], [1, 1, 1, 3])
    let two = tensor([1, 2] as [Float], [1, 1, 1, 2])
    expectRefusal(layer, [three, two], "do not divide into groups")
    // Three groups of one channel, for which one filter is not enough.
    expectRefusal(layer, [three, filter], "do not divide into groups")
  }

  @Test func refusesBiasThatDoesNotFit() {  // C3
    let two = tensor([1, 2] as [Float])
    expectRefusal(layer, [image, filter, two], "'bias' has 2 elements, needs 1")
    expectRefusal(
      layer, [image, filter, tensor([1] as [Float])], "'bias' must be constant",
      constantInputs: [1])
  }

  @Test(
    arguments: [
      (
        [.float32, .int16, .float32],
        "'weights' is int16, allowed: float32, uint8, int8, int4, int2"
      ),
      ([.int8, .uint8, .int8], "input int8, weights uint8 and output int8 do not go together"),
      ([.uint8, .int8, .uint8], "input uint8, weights int8 and output uint8 do not go together"),
      ([.int8, .int8, .int16], "input int8, weights int8 and output int16 do not go together"),
      ([.float32, .int8, .int8], "input float32, weights int8 and output int8 do not go together"),
    ] as [([ElementType], String)])
  func refusesTypesThatDoNotGoTogether(types: [ElementType], message: String) {  // C4
    expectRefusal(layer, types: types, shapes: [[1, 1, 1, 4], [1, 1, 1, 4]], message)
  }

  @Test func refusesBiasOfAnotherType() {  // C4
    expectRefusal(
      layer, [image, filter, tensor([1] as [Int32])], "'bias' is int32, needs float32")
    let x = tensor([1] as [Int8], [1, 1, 1, 1], Quantization(scale: 1, zeroPoint: 0))
    let weights = tensor([1] as [Int8], [1, 1, 1, 1], Quantization(scale: 1, zeroPoint: 0))
    expectRefusal(
      layer, [x, weights, tensor([1] as [Int64])], "'bias' is int64, needs int32",
      quantization: Quantization(scale: 1, zeroPoint: 0))
  }

  @Test(
    arguments: [
      (nil, "has no scale and zero point"),
      (Quantization(scale: -1, zeroPoint: 0), "scale 0 is -1"),
      (Quantization(scale: .nan, zeroPoint: 0), "scale 0 is nan"),
      (Quantization(scale: 1, zeroPoint: 3), "zero point 3, must be 0"),
      (Quantization(scales: [1, 1, 1], zeroPoints: [0, 0, 0]), "3 scales along axis 0"),
      (Quantization(scales: [1, 1], zeroPoints: [0, 0], axis: 3), "along axis 3, not 0"),
    ] as [(Quantization?, String)])
  func refusesScalesThatDoNotFit(quantization: Quantization?, message: String) {  // C4
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let x = tensor([1, 2] as [Int8], [1, 1, 1, 2], plain)
    let weights = tensor([1, 2, 3, 4] as [Int8], [2, 1, 1, 2], quantization)
    expectRefusal(layer, [x, weights], message, quantization: plain)
  }

  @Test func refusesActivationsWithoutPositiveScale() {  // C4
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let weights = tensor([1] as [Int8], [1, 1, 1, 1], plain)
    for (x, y) in [(nil, plain), (plain, nil), (Quantization(scale: 0, zeroPoint: 0), plain)] {
      expectRefusal(
        layer, [tensor([1] as [Int8], [1, 1, 1, 1], x), weights], "scale", quantization: y)
    }
  }
}
