// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct Relu0To1Tests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(Relu0To1())
  }
}
