// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct PadV2Tests {
  @Test func surroundsWithValue() {
    expect(
      PadV2(),
      [
        tensor([1, 2] as [Float], [1, 2]), control([0, 1, 1, 0], [2, 2]),
        tensor([9] as [Float], []),
      ],
      gives: [9, 1, 2, 9, 9, 9] as [Float], shape: [2, 3])
  }

  @Test func readsValueAtInference() {
    expect(
      PadV2(), [tensor([true], [1]), control([1, 1], [1, 2]), tensor([true], [])],
      gives: [true, true, true], shape: [3], constantInputs: [1])
  }

  @Test func refusesWrongRows() {  // C1
    expectRefusal(
      PadV2(), [tensor([1] as [Float]), control([1], [1, 1]), tensor([9] as [Float])],
      "must be [1, 2]")
  }

  @Test func refusesNegative() {  // C2
    expectRefusal(
      PadV2(), [tensor([1] as [Float]), control([1, -1], [1, 2]), tensor([9] as [Float])],
      "negative")
  }

  @Test func refusesOtherValue() {  // C3
    let (input, paddings) = (tensor([1] as [Float]), control([1, 1], [1, 2]))
    expectRefusal(PadV2(), [input, paddings, tensor([1, 2] as [Float])], "must be one float32")
    expectRefusal(PadV2(), [input, paddings, tensor([1] as [Int8])], "must be one float32")
    let quantization = Quantization(scale: 1, zeroPoint: 0)
    let other = Quantization(scale: 2, zeroPoint: 0)
    expectRefusal(
      PadV2(),
      [tensor([1] as [Int8], [1], quantization), paddings, tensor([1] as [Int8], [1], other)],
      "differ in scale", quantization: quantization)
  }
}
