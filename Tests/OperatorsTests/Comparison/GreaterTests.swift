// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct GreaterTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Greater())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedOperandRefusals(Greater())
  }
}
