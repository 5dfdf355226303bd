// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct FakeQuantTests {
  /// What TensorFlow 2.21's `fake_quant_with_min_max_args` gives; the lite reference takes no narrow
  /// range.
  @Test func leavesOutTheLowestStepOfNarrowRanges() throws {
    let results = try evaluate(
      FakeQuant(minimum: -0.7, maximum: 1, bitCount: 4, isNarrow: true),
      [tensor([-2, -0.7, -0.05, 0, 0.06, 0.5, 0.99, 2] as [Float])])
    let expected: [Float] = [
      -0.7285714149475098, -0.7285714149475098, 0, 0, 0, 0.48571428656578064,
      0.9714285731315613, 0.9714285731315613,
    ]
    // TensorFlow takes the inverse of a step in another way: a unit in the last place.
    for (found, wanted) in zip(results[0].elements(as: Float.self), expected) {
      #expect(abs(found - wanted) <= Float.ulpOfOne)
    }
  }
}
