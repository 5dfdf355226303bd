// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct ReduceAllTests {
  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(ReduceAll(), named: "axes")
  }

  @Test func ignoresAxesOfScalars() throws {
    try expectScalarKept(ReduceAll())
  }
}
