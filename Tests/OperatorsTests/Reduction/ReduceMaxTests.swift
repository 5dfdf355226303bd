// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ReduceMaxTests {
  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(ReduceMax(), named: "axes")
  }

  @Test func ignoresAxesOfScalars() throws {
    try expectScalarKept(ReduceMax())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(ReduceMax())
  }

  @Test func refusesMixedScales() {  // C2
    expectQuantizationRefusals(
      ReduceMax(), "must have the output's scale and zero point"
    ) { $0 + [control([0])] }
  }
}
