// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct PowTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(Pow())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Pow(), inputCount: 2)
  }

  @Test func refusesNegativeExponents() {  // C3
    let exponents = tensor([1, 0, -1] as [Int32])
    expectRefusal(Pow(), [exponents, exponents], "exponent is negative at element 2")
  }
}
