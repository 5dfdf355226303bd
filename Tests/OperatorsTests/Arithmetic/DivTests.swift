// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct DivTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Div())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Div(), inputCount: 2)
  }

  @Test func refusesZero() {  // C3
    let divisors = tensor([1, 0] as [Int32])
    expectRefusal(Div(), [divisors, divisors], "the divisor is 0 at element 1")
  }

  @Test(
    arguments: [(.int8, -7), (.uint8, 7), (.int16, 0)] as [(ElementType, Int)])
  func refusesZeroPoints(type: ElementType, zeroPoint: Int) {  // C3
    let quantization = Quantization(scale: 1, zeroPoint: zeroPoint)
    let one = type == .int16 ? [UInt8]([1, 0]) : [1]
    let zero = type == .int16 ? [UInt8]([0, 0]) : [UInt8(truncatingIfNeeded: zeroPoint)]
    one.withUnsafeBytes { one in
      zero.withUnsafeBytes { zero in
        let shape = Shape([1])
        expectRefusal(
          Div(),
          [
            DirectTensor(type: type, shape: shape, quantization: quantization, bytes: one),
            DirectTensor(type: type, shape: shape, quantization: quantization, bytes: zero),
          ], "the divisor is 0 at element 0", quantization: quantization)
      }
    }
  }
}
