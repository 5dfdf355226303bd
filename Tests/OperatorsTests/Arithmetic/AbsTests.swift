// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct AbsTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Abs())
  }

  @Test func refusesZeroPointsOfInt16() {  // C1
    expectZeroPointRefusals(Abs())
  }
}
