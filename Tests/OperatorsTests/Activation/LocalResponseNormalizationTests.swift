// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct LocalResponseNormalizationTests {
  private func normalization(radius: Int) -> LocalResponseNormalization {
    LocalResponseNormalization(radius: radius, bias: 1, alpha: 1, beta: 1)
  }

  @Test(arguments: [[1], [1, 1, 1], [1, 1, 1, 1, 1]])
  func refusesOtherRanks(shape: [Int]) {  // C1
    expectRefusal(
      normalization(radius: 1), [tensor([1] as [Float], shape)], "must have 4 axes")
  }

  @Test func refusesNegativeRadius() {  // C2
    expectRefusal(
      normalization(radius: -1), [tensor([1] as [Float], [1, 1, 1, 1])],
      "radius is -1, must be at least 0")
  }
}
