// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct FloorDivTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(FloorDiv())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(FloorDiv(), inputCount: 2)
  }

  @Test func refusesZero() {  // C3
    expectZeroDivisorRefusal(FloorDiv(), [1, 0] as [Float])
    expectZeroDivisorRefusal(FloorDiv(), [1, -0.0] as [Float])
    expectZeroDivisorRefusal(FloorDiv(), [1, 0] as [Int8])
    expectZeroDivisorRefusal(FloorDiv(), [1, 0] as [Int16])
    expectZeroDivisorRefusal(FloorDiv(), [1, 0] as [Int32])
  }

  /// A zero point is a number like any other: from LiteRT, 9 / 5 is 1, and 9 / 0 is refused.
  @Test func ignoresZeroPoints() {  // C3
    let quantization = Quantization(scale: 1, zeroPoint: 5)
    let nine = tensor([9] as [Int8], [1], quantization)
    expect(
      FloorDiv(), [nine, tensor([5] as [Int8], [1], quantization)], gives: [1] as [Int8],
      shape: [1], quantization: quantization)
    expectRefusal(
      FloorDiv(), [nine, tensor([0] as [Int8], [1], quantization)], "the divisor is 0",
      quantization: quantization)
  }
}
