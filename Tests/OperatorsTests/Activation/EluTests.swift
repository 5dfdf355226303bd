// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct EluTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Elu())
  }
}
