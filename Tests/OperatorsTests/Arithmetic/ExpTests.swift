// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct ExpTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Exp())
  }

  @Test func refusesZeroPointsOfInt16() {  // C1
    expectZeroPointRefusals(Exp())
  }
}
