// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct MinimumTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Minimum())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Minimum(), inputCount: 2)
  }

  @Test func refusesMixedScales() {  // C2
    expectQuantizationRefusals(
      Minimum(), quantizedCount: 2, "must have the output's scale and zero point")
  }
}
