// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct SVDFTests {
  /// A memory of int8 with a zero point of 3, as TensorFlow Lite Micro has it.
  ///
  /// The filter sees (2 − 1) · 4 + (5 − 1) · 10 = 44, times 0.5 · 0.25 / 0.25 is 22; it remembers −2
  /// and 22 with weights of 5 and −3: −10 − 66 = −76. With a bias of 16 that is −60, times 0.25 · 2 / 1
  /// is −30, and 7 more −23.
  @Test func remembersInNarrowIntegers() throws {
    let memory = tensor([9, 1] as [Int8], [1, 2], Quantization(scale: 0.25, zeroPoint: 3))
    let result = try evaluate(
      SVDF(rank: 1, activation: RecurrentActivation(.relu)),
      [
        tensor([2, 5] as [Int8], [1, 2], Quantization(scale: 0.5, zeroPoint: 1)),
        tensor([4, 10] as [Int8], [1, 2], Quantization(scale: 0.25, zeroPoint: 0)),
        tensor([5, -3] as [Int8], [1, 2], Quantization(scale: 2, zeroPoint: 0)),
        tensor([16] as [Int32], [1]), memory,
      ], quantization: Quantization(scale: 1, zeroPoint: 7))
    #expect(result[0].elements(as: Int8.self) == [-23])
    #expect(memory.elements(as: Int8.self) == [1, 25])
  }
}
