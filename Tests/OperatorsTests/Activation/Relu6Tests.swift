// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct Relu6Tests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Relu6())
  }

  @Test func refusesZeroPointsOfInt16() {  // C1
    expectZeroPointRefusals(Relu6())
  }
}
