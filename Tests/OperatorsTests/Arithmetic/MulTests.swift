// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct MulTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Mul())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(
      Mul(), inputCount: 2,
      accepted: [[.int16, .int16, .int8], [.int16, .int16, .uint8]])
  }

  @Test(arguments: [ActivationFunctionType.relu, .relu6, .reluN1To1])
  func refusesActivationsOfUInt32(function: ActivationFunctionType) throws {  // C3
    let one = tensor([1] as [UInt32])
    expectRefusal(
      Mul(activation: try FusedActivation(function)), [one, one], "uint32 takes no activation")
  }
}
