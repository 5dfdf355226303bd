// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct LogSoftmaxTests {
  @Test func refusesScalars() {  // C1
    expectRefusal(
      LogSoftmax(), [tensor([1] as [Float], [])], "input is a scalar, must have at least one axis")
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(LogSoftmax())
  }

  @Test(
    arguments: [
      (.int8, 1, 127), (.int8, 1 / 16, 126), (.uint8, 1, 255), (.uint8, 1 / 16, 127),
    ] as [(ElementType, Float, Int)])
  func refusesOtherScales(type: ElementType, scale: Float, zeroPoint: Int) {  // C3
    expectRefusal(
      LogSoftmax(), [zero(type, Quantization(scale: 1, zeroPoint: 0))], "must have 0.0625",
      quantization: Quantization(scale: scale, zeroPoint: zeroPoint))
  }

  @Test(arguments: [(.int8, 127), (.uint8, 255)] as [(ElementType, Int)])
  func refusesTinyScales(type: ElementType, zeroPoint: Int) {  // C4
    // 2⁻²⁶ = 1/67108864 itself is too small.
    let input = Quantization(scale: 0x1p-26, zeroPoint: 0)
    expectRefusal(
      LogSoftmax(), [zero(type, input)], "must be more than 1/67108864",
      quantization: Quantization(scale: 1 / 16, zeroPoint: zeroPoint))
  }
}
