// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct QuantizeTests {
  private let plain = Quantization(scale: 1, zeroPoint: 0)

  /// What LiteRT refuses, too.
  @Test(
    arguments: [
      (.float32, .int32), (.int8, .int32), (.uint8, .int32), (.int16, .uint8), (.int32, .uint8),
      (.int32, .int32),
    ] as [(ElementType, ElementType)])
  func refusesTypesThatDoNotGoTogether(input: ElementType, output: ElementType) {  // C1
    expectRefusal(
      Quantize(), types: [input, output], shapes: [[1]],
      "\(input.name) gives no \(output.name)")
  }

  @Test func refusesSeveralScalesOfIntegers() {  // C2
    let channels = Quantization(scales: [1, 2], zeroPoints: [0, 0])
    for (input, output) in [(channels, plain), (plain, channels)] {
      expectRefusal(
        Quantize(), [tensor([1, 2] as [Int8], [2], input)], "has 2 scales, must have one",
        resultType: .int8, quantization: output)
    }
  }

  @Test func refusesMissingScales() {  // C2
    expectRefusal(
      Quantize(), [tensor([1] as [Int8])], "'input' is int8 but has no scale", resultType: .int8,
      quantization: plain)
    expectRefusal(
      Quantize(), [tensor([1] as [Int8], [1], plain)], "'output' is int8 but has no scale",
      resultType: .int8)
  }

  @Test func refusesZeroPointsOfInt16() {  // C2
    expectZeroPointRefusals(Quantize())
  }

  @Test func refusesChannelsThatDoNotFit() {  // C3
    let input = tensor([1, 2, 3] as [Float], [1, 3])
    for (axis, part) in [
      (0, "2 scales along axis 0 of [1, 3]"), (1, "2 scales along axis 1 of [1, 3]"),
      (2, "2 scales along axis 2 of [1, 3]"),
    ] {
      expectRefusal(
        Quantize(), [input], part, resultType: .int8,
        quantization: Quantization(scales: [1, 2], zeroPoints: [0, 0], axis: axis))
    }
  }
}
