// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct SignTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Sign())
  }
}
