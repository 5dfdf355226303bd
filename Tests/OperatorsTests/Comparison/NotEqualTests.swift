// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct NotEqualTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(NotEqual())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedOperandRefusals(NotEqual())
  }
}
