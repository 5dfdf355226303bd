// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct ReluTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Relu())
  }

  @Test func refusesZeroPointsOfInt16() {  // C1
    expectZeroPointRefusals(Relu())
  }
}
