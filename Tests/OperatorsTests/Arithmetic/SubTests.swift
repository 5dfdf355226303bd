// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct SubTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Sub())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Sub(), inputCount: 2)
  }
}
