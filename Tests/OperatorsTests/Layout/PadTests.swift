// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct PadTests {
  @Test func surroundsWithZeros() {
    expect(
      Pad(), [tensor([1, 2, 3, 4] as [Float], [2, 2]), control([1, 0, 0, 2], [2, 2])],
      gives: [0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0] as [Float], shape: [3, 4])
  }

  @Test func surroundsWithZeroPoints() {
    let quantization = Quantization(scale: 0.5, zeroPoint: -7)
    expect(
      Pad(), [tensor([1, 2] as [Int8], [2], quantization), control([1, 1], [1, 2])],
      gives: [-7, 1, 2, -7] as [Int8], shape: [4], quantization: quantization)
  }

  /// Every place of a random 4-D padding holds the input's element or zero.
  @Test func padsFourAxes() {
    let shape = [2, 3, 1, 5]
    let before = [1, 2, 0, 1]
    let after = [0, 1, 3, 1]
    let pads = [1, 0, 2, 1, 0, 3, 1, 1]
    let padded = [3, 6, 4, 7]
    var expected: [Int16] = []
    for index in indices(of: padded) {
      let source = zip(index, before).map { $0 - $1 }
      let isInside = (0..<4).allSatisfy { source[$0] >= 0 && source[$0] < shape[$0] }
      expected.append(isInside ? Int16(place(source, in: shape) + 1) : 0)
    }
    #expect(after == (0..<4).map { padded[$0] - shape[$0] - before[$0] })
    let values = counting(30, as: Int16.self).map { $0 + 1 }
    expect(
      Pad(), [tensor(values, shape), control(pads, [4, 2])], gives: expected, shape: padded)
  }

  @Test func padsEmptyInput() {
    expect(
      Pad(), [tensor([] as [Float], [0, 2]), control([1, 1, 0, 0], [2, 2])],
      gives: [0, 0, 0, 0] as [Float], shape: [2, 2])
  }

  @Test func takesWidePaddings() {
    expect(
      Pad(), [tensor([1] as [Float]), tensor([1, 0] as [Int64], [1, 2])],
      gives: [0, 1] as [Float], shape: [2])
  }
}
