// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct LogisticTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Logistic())
  }

  @Test(
    arguments: [(.int8, 1 / 128), (.uint8, 1 / 255), (.int16, 1 / 256)] as [(ElementType, Float)])
  func refusesOtherScales(type: ElementType, scale: Float) {  // C2
    expectRefusal(
      Logistic(), [zero(type, Quantization(scale: 1, zeroPoint: 0))],
      "the output's scale is \(scale), must be",
      quantization: Quantization(scale: scale, zeroPoint: 0))
  }
}
