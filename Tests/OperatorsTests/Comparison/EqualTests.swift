// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct EqualTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Equal())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedOperandRefusals(Equal())
  }
}
