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

  @Test func refusesOtherRanks() {  // C1
    expectRefusal(layer, [tensor([1] as [Float], [1, 1, 1]), filter], "must have rank 4")
    expectRefusal(
      layer, [image, tensor([1, 2] as [Float], [2, 1, 1, 1])], "must be [1, height, width, outputs]"
    )
    expectRefusal(layer, [image, tensor([] as [Float], [1, 0, 1, 2])], "must be [1, height")
  }

  @Test func refusesUnknownWeights() {  // C1
    expectRefusal(layer, [image, filter], "'weights' must be constant", constantInputs: [])
  }

  @Test func refusesOutputsThatAreNoMultiple() {  // C2
    expectRefusal(layer, [image, tensor([1, 2, 3] as [Float], [1, 1, 1, 3])], "no multiple")
  }

  @Test func refusesBiasThatDoesNotFit() {  // C3
    expectRefusal(layer, [image, filter, tensor([1] as [Float])], "'bias' has 1 elements, needs 2")
    expectRefusal(
      layer, [image, filter, tensor([1, 2] as [Float])], "'bias' must be constant",
      constantInputs: [1])
  }

  @Test(
    arguments: [
      ([.int8, .uint8, .int8], "input int8, weights uint8 and output int8 do not go together"),
      ([.uint8, .int4, .uint8], "input uint8, weights int4 and output uint8 do not go together"),
      ([.int16, .int8, .int8], "input int16, weights int8 and output int8 do not go together"),
    ] as [([ElementType], String)])
  func refusesTypesThatDoNotGoTogether(types: [ElementType], message: String) {  // C4
    expectRefusal(layer, types: types, shapes: [[1, 1, 1, 4], [1, 1, 1, 4]], message)
  }

  @Test func refusesScalesOfAnotherAxis() {  // C4
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let x = tensor([1, 2] as [Int8], [1, 1, 1, 2], plain)
    let weights = tensor(
      [1, 2, 3, 4] as [Int8], [1, 2, 1, 2],
      Quantization(scales: [1, 1], zeroPoints: [0, 0], axis: 1))
    expectRefusal(
      DepthwiseConv2D(padding: .same), [x, weights], "along axis 1, not 3", quantization: plain)
  }
}
