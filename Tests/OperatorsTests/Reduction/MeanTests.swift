// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct MeanTests {
  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(Mean(), named: "axes")
  }

  @Test func ignoresAxesOfScalars() throws {
    try expectScalarKept(Mean())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Mean())
  }
}
