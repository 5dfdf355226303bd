// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ConcatenationTests {
  @Test func joinsInnerAxis() {
    let a = tensor([1, 2, 3, 4] as [Float], [2, 2])
    let b = tensor([5, 6] as [Float], [2, 1])
    expect(
      Concatenation(axis: -1), [a, b, a], gives: [1, 2, 5, 1, 2, 3, 4, 6, 3, 4] as [Float],
      shape: [2, 5])
  }

  /// Runs of 1 to 40 bytes, each of which the kernel moves in its own way.
  @Test(arguments: 1...40) func joinsRunsOfEachLength(width: Int) {
    let a: [Int8] = counting(3 * width)
    let b: [Int8] = counting(3).map { -$0 - 1 }
    let expected = (0..<3).flatMap { a[$0 * width..<($0 + 1) * width] + [b[$0]] }
    expect(
      Concatenation(axis: 1), [tensor(a, [3, width]), tensor(b, [3, 1])], gives: expected,
      shape: [3, width + 1])
  }

  @Test func joinsOuterAxisOfEachWidth() {
    expect(
      Concatenation(axis: 0),
      [tensor([1, 2] as [Int64], [1, 2]), tensor([3, 4] as [Int64], [1, 2])],
      gives: [1, 2, 3, 4] as [Int64], shape: [2, 2])
    expect(
      Concatenation(axis: 0), [tensor([true]), tensor([] as [Bool], [0]), tensor([false])],
      gives: [true, false], shape: [2])
  }

  /// (4 − 2) · 0.5 = 1.0 is 10 + 1.0 / 0.25 = 14; (7 − 2) · 0.5 = 2.5 is 20; 250 saturates.
  @Test func rescalesUInt8() {
    let output = Quantization(scale: 0.25, zeroPoint: 10)
    expect(
      Concatenation(axis: 1),
      [
        tensor([4, 7, 250, 0] as [UInt8], [2, 2], Quantization(scale: 0.5, zeroPoint: 2)),
        tensor([1, 2] as [UInt8], [2, 1], output),
      ], gives: [14, 20, 1, 255, 6, 2] as [UInt8], shape: [2, 3], quantization: output)
  }
}
