// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ReduceMinTests {
  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(ReduceMin(), named: "axes")
  }

  @Test func ignoresAxesOfScalars() throws {
    try expectScalarKept(ReduceMin())
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(ReduceMin())
  }

  @Test func refusesMixedScales() {  // C2
    expectQuantizationRefusals(
      ReduceMin(), "must have the output's scale and zero point"
    ) { $0 + [control([0])] }
  }
}
