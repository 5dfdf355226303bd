// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct GreaterEqualTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(GreaterEqual())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedOperandRefusals(GreaterEqual())
  }
}
