// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct L2NormalizationTests {
  @Test func refusesScalars() {  // C1
    expectRefusal(
      L2Normalization(), [tensor([1] as [Float], [])],
      "input is a scalar, must have at least one axis")
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(L2Normalization())
  }

  @Test(
    arguments: [
      (.int8, 1, 0), (.int8, 1 / 128, 1), (.uint8, 1, 128), (.uint8, 1 / 128, 0),
    ] as [(ElementType, Float, Int)])
  func refusesOtherScales(type: ElementType, scale: Float, zeroPoint: Int) {  // C3
    expectRefusal(
      L2Normalization(), [zero(type, Quantization(scale: 1, zeroPoint: 0))], "must have 0.0078125",
      quantization: Quantization(scale: scale, zeroPoint: zeroPoint))
  }

  @Test(arguments: [1, 3] as [UInt8]) func refusesActivations(function: UInt8) {  // C4
    let error = #expect(throws: FormatError.self) {
      try read(L2Normalization.self, .l2Norm, field: 0, value: [function])
    }
    #expect(error?.message.contains("a fused activation is not supported") == true)
  }
}
