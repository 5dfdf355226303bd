// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct TransposeConvTests {
  private let layer = TransposeConv(padding: .valid)
  private let shape = control([1, 2, 1, 1])
  private let filter = tensor([3, 5] as [Float], [1, 2, 1, 1])
  private let pixel = tensor([2] as [Float], [1, 1, 1, 1])

  @Test func spreadsOnePixel() {
    expect(layer, [shape, filter, pixel], gives: [6, 10] as [Float], shape: [1, 2, 1, 1])
  }

  @Test func refusesUnknownOrWrongShapes() {  // C1
    expectRefusal(layer, [shape, filter, pixel], "'shape' must be constant", constantInputs: [1])
    for wrong in [control([2, 1, 1]), control([2, 2, 1, 1]), control([1, 2, 1, 2])] {
      expectRefusal(layer, [wrong, filter, pixel], "does not fit input")
    }
    expectRefusal(layer, [control([1, 9, 9, 1]), filter, pixel], "does not fit input size 1")
  }

  @Test func refusesOtherRanksAndChannels() {  // C2
    expectRefusal(
      layer, [shape, filter, tensor([2] as [Float], [1, 1, 1])], "must have rank 4 and agree")
    expectRefusal(
      layer, [shape, tensor([1, 2] as [Float], [1, 1, 1, 2]), pixel], "must have rank 4 and agree")
    expectRefusal(
      layer, [shape, tensor([] as [Float], [1, 0, 1, 1]), pixel], "must have rank 4 and agree")
  }

  @Test func refusesUnknownWeights() {  // C2
    expectRefusal(
      layer, [shape, filter, pixel], "'weights' must be constant", constantInputs: [0])
  }

  @Test func refusesBiasThatDoesNotFit() {  // C3
    expectRefusal(
      layer, [shape, filter, pixel, tensor([1, 2] as [Float])], "'bias' has 2 elements, needs 1")
    expectRefusal(
      layer, [shape, filter, pixel, tensor([1] as [Float])], "'bias' must be constant",
      constantInputs: [0, 1])
  }

  @Test func refusesTypesThatDoNotGoTogether() {  // C4
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let x = tensor([1] as [UInt8], [1, 1, 1, 1], plain)
    expectRefusal(
      layer, [shape, tensor([3, 5] as [Int8], [1, 2, 1, 1], plain), x],
      "input uint8, weights int8 and output uint8 do not go together", quantization: plain)
    expectRefusal(
      layer, [shape, filter, pixel, tensor([1] as [Int32])], "'bias' is int32, needs float32")
  }
}
