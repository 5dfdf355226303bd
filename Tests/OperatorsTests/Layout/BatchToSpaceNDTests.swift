// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct BatchToSpaceNDTests {
  @Test func movesImages() {  // as in TensorFlow's documentation
    expect(
      BatchToSpaceND(),
      [
        tensor([1, 2, 3, 4] as [Float], [4, 1, 1, 1]), control([2, 2]),
        control([0, 0, 0, 0], [2, 2]),
      ], gives: [1, 2, 3, 4] as [Float], shape: [1, 2, 2, 1])
  }

  /// Each place of the result against the definition, with uneven crops.
  @Test func crops() {
    let input: [Int16] = counting(12 * 2 * 2 * 2)
    var expected: [Int16] = []
    for index in indices(of: [2, 3, 4, 2]) {  // uncropped 4 × 6, blocks 2 × 3
      let (y, x) = (index[1] + 1, index[2] + 2)
      let image = (y % 2 * 3 + x % 3) * 2 + index[0]
      expected.append(input[place([image, y / 2, x / 3, index[3]], in: [12, 2, 2, 2])])
    }
    expect(
      BatchToSpaceND(),
      [tensor(input, [12, 2, 2, 2]), control([2, 3]), control([1, 0, 2, 0], [2, 2])],
      gives: expected, shape: [2, 3, 4, 2])
  }
}
