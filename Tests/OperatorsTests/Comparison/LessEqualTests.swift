// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct LessEqualTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(LessEqual())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedOperandRefusals(LessEqual())
  }
}
