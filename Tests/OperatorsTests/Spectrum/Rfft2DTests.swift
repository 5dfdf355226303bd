// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct Rfft2DTests {
  private func spectrum(
    _ values: [Float], _ shape: [Int], _ lengths: [Int]
  ) throws -> [Float] {
    let results = try evaluateDirectly(
      Rfft2D(), inputs: [tensor(values, shape), control(lengths)],
      results: [ResultKind(.complex64)])
    return results[0].elements(as: Float.self)
  }

  /// 1 + 2 + 3 + 4, (1 − 3) + (4 − 2) i, 1 − 2 + 3 − 4.
  @Test func transformsRows() throws {
    let expected: [Float] = [10, 0, -2, 2, -2, 0]
    for values in [[1, 2, 3, 4], [1, 2, 3, 4, 5]] as [[Float]] {
      let found = try spectrum(values, [1, values.count], [1, 4])
      for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-6, "\(found)") }
      #expect(found.count == expected.count)
    }
  }

  /// Sums and differences over rows of the sums and differences within them; the second row is 0.
  @Test func fillsUpWithZeros() throws {
    #expect(try spectrum([1, 2], [1, 2], [2, 2]) == [3, 0, -1, 0, 3, 0, -1, 0])
  }

  @Test func keepsWhatHasOneElement() throws {
    #expect(try spectrum([1, 2, 3], [3, 1, 1], [1, 1]) == [1, 0, 2, 0, 3, 0])
  }
}
