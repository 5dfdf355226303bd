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

  @Test func refusesScalesThatDoNotFit() {  // C1
    for (scales, axis, part) in [
      ([1, 1, 1], 0, "3 scales along axis 0 of [2, 2]"), ([1, 1], 2, "along axis 2"),
      ([1, -1], 0, "scale 1 is -1"),
    ] as [([Float], Int, String)] {
      let weights = tensor(
        [4, 5, 6, 7] as [Int8], [2, 2],
        Quantization(scales: scales, zeroPoints: [0], axis: axis))
      expectRefusal(Dequantize(), [weights], part)
    }
    expectRefusal(Dequantize(), [tensor([1] as [Int8])], "has no scale")
  }

  @Test func refusesDeadData() {  // C1
    let input = tensor([1] as [Int8], [1], Quantization(scale: 0, zeroPoint: 0))
    expectRefusal(Dequantize(), [input], "scale 0 is 0", constantInputs: [])
  }
}
