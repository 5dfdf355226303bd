// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct MaximumTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Maximum())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Maximum(), inputCount: 2)
  }

  @Test func refusesMixedScales() {  // C2
    expectQuantizationRefusals(
      Maximum(), quantizedCount: 2, "must have the output's scale and zero point")
  }
}
