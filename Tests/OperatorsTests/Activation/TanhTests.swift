// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct TanhTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Tanh())
  }

  @Test func refusesOtherScales() {  // C2
    expectRefusal(
      Tanh(), [zero(.int16, Quantization(scale: 1, zeroPoint: 0))],
      "the output's scale is 0.0078125, must be",
      quantization: Quantization(scale: 1 / 128, zeroPoint: 0))
  }
}
