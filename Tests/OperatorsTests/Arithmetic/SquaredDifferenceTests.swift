// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct SquaredDifferenceTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(SquaredDifference())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(SquaredDifference(), inputCount: 2)
  }
}
