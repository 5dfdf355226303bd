// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SqrtTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Sqrt())
  }

  @Test func refusesZeroPointsOfInt16() {  // C1
    expectZeroPointRefusals(Sqrt())
  }

  @Test func refusesNegativeNumbers() {  // C2
    // What stands for −1: 4 with a zero point of 5.
    let shifted = Quantization(scale: 1, zeroPoint: 5)
    expectRefusal(
      Sqrt(), [tensor([6, 4] as [Int8], [2], shifted)],
      "the root of a negative number at element 1", quantization: shifted)
    let plain = Quantization(scale: 1, zeroPoint: 0)
    expectRefusal(
      Sqrt(), [tensor([1, -1] as [Int16], [2], plain)],
      "the root of a negative number at element 1", quantization: plain)
  }
}
