// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct FloorModTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(FloorMod())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(FloorMod(), inputCount: 2)
  }

  @Test func refusesZero() {  // C3
    expectZeroDivisorRefusal(FloorMod(), [1, 0] as [Int8])
    expectZeroDivisorRefusal(FloorMod(), [1, 0] as [Int16])
    expectZeroDivisorRefusal(FloorMod(), [1, 0] as [Int32])
    expectZeroDivisorRefusal(FloorMod(), [1, 0] as [Int64])
  }

  /// As LiteRT.
  @Test func floatsByZeroAreNaN() throws {
    let result = try evaluate(FloorMod(), [tensor([9] as [Float]), tensor([0] as [Float])])[0]
    #expect(result.elements(as: Float.self)[0].isNaN)
  }

  /// A zero point is a number like any other, as in ``FloorDiv``: 9 mod 5 is 4.
  @Test func ignoresZeroPoints() {  // C3
    let quantization = Quantization(scale: 1, zeroPoint: 5)
    let nine = tensor([9] as [Int16], [1], quantization)
    expect(
      FloorMod(), [nine, tensor([5] as [Int16], [1], quantization)], gives: [4] as [Int16],
      shape: [1], quantization: quantization)
    expectRefusal(
      FloorMod(), [nine, tensor([0] as [Int16], [1], quantization)], "the divisor is 0",
      quantization: quantization)
  }
}
