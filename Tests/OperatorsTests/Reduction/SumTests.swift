// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct SumTests {
  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(Sum(), named: "axes")
  }

  @Test func ignoresAxesOfScalars() throws {
    try expectScalarKept(Sum())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Sum())
  }
}
