// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct LeakyReluTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(LeakyRelu(alpha: 0.1))
  }

  @Test func refusesZeroPointsOfInt16() {  // C1
    expectZeroPointRefusals(LeakyRelu(alpha: 0.1))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func refusesSlopesThatAreNoNumbers(alpha: Float) {  // C2
    expectRefusal(
      LeakyRelu(alpha: alpha), [tensor([1] as [Float])], "must be finite")
  }
}
