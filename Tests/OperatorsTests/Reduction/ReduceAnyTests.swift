// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct ReduceAnyTests {
  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(ReduceAny(), named: "axes")
  }

  @Test func ignoresAxesOfScalars() throws {
    try expectScalarKept(ReduceAny())
  }
}
