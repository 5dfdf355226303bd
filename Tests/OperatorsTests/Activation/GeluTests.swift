// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct GeluTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Gelu())
  }

  @Test func refusesZeroPointsOfInt16() {  // C1
    expectZeroPointRefusals(Gelu())
  }
}
