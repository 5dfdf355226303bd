// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct ReduceProdTests {
  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(ReduceProd(), named: "axes")
  }

  @Test func ignoresAxesOfScalars() throws {
    try expectScalarKept(ReduceProd())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(ReduceProd())
  }
}
