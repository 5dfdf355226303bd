// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SpaceToBatchNDTests {
  @Test func movesBlocks() {  // as in TensorFlow's documentation
    expect(
      SpaceToBatchND(),
      [
        tensor([1, 2, 3, 4] as [Float], [1, 2, 2, 1]), control([2, 2]),
        control([0, 0, 0, 0], [2, 2]),
      ], gives: [1, 2, 3, 4] as [Float], shape: [4, 1, 1, 1])
  }

  /// Each place of the result against the definition, with uneven padding and zero point 5.
  @Test func padsWithZeroPoints() {
    let quantization = Quantization(scale: 1, zeroPoint: 5)
    let input = counting(2 * 3 * 4 * 2, as: Int8.self).map { $0 + 10 }
    var expected: [Int8] = []
    for index in indices(of: [12, 2, 2, 2]) {  // padded to 4 × 6, blocks 2 × 3
      let (offset, batch) = (index[0] / 2, index[0] % 2)
      let y = index[1] * 2 + offset / 3 - 0
      let x = index[2] * 3 + offset % 3 - 2
      let isInside = y < 3 && x >= 0 && x < 4
      expected.append(isInside ? input[place([batch, y, x, index[3]], in: [2, 3, 4, 2])] : 5)
    }
    expect(
      SpaceToBatchND(),
      [
        tensor(input, [2, 3, 4, 2], quantization), control([2, 3]),
        control([0, 1, 2, 0], [2, 2]),
      ], gives: expected, shape: [12, 2, 2, 2], quantization: quantization)
  }
}
