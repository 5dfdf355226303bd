// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import Testing

@Suite struct AveragePool2DTests {
  /// Windows of 2 × 2 have the means 2, 3, 5, 6; SAME leaves the padding out.
  @Test func averages() {
    expect(
      AveragePool2D(windows()), [pooledImage], gives: [2, 3, 5, 6] as [Float],
      shape: [1, 2, 2, 1])
    expect(
      AveragePool2D(windows(stride: (2, 2), padding: .same)), [pooledImage],
      gives: [2, 3.5, 6.5, 8] as [Float], shape: [1, 2, 2, 1])
  }

  @Test func refusesWindowsThatDoNotFit() {  // C1
    expectGeometryRefusals(AveragePool2D.self)
  }

  @Test func refusesMixedKinds() {  // C2
    expectPooledKindRefusals(AveragePool2D.self)
  }
}
