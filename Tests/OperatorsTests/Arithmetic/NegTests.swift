// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct NegTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Neg())
  }
}
