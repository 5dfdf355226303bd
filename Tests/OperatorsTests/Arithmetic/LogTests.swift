// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct LogTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Log())
  }

  @Test func refusesZeroPointsOfInt16() {  // C1
    expectZeroPointRefusals(Log())
  }
}
