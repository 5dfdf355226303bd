// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct AddTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Add())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Add(), inputCount: 2)
  }
}
