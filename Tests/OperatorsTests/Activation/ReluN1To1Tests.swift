// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct ReluN1To1Tests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(ReluN1To1())
  }
}
