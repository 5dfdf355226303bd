// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct LessTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Less())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedOperandRefusals(Less())
  }
}
