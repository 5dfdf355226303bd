// SPDX-License-Identifier: Apache-2.0
import LiteFormat
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

  @Test func refusesAxisOutOfRange() {  // C1
    expectRefusal(Concatenation(axis: 1), [tensor([1] as [Float])], "out of range")
    expectRefusal(Concatenation(axis: 0), [tensor([1] as [Float], [])], "out of range")
  }

  @Test func refusesMixedOperands() {  // C2
    let a = tensor([1, 2] as [Float], [1, 2])
    expectRefusal(Concatenation(axis: 0), [a, tensor([1] as [Float])], "type or rank")
    expectRefusal(Concatenation(axis: 0), [a, tensor([1, 2] as [Int32], [1, 2])], "type or rank")
    expectRefusal(Concatenation(axis: 0), [a, tensor([1] as [Float], [1, 1])], "differ in axis 1")
  }

  @Test func refusesActivations() throws {  // C3
    let operation = try read(Concatenation.self, .concatenation, field: 1, value: [1])
    expectRefusal(operation, [tensor([1] as [Float])], "an activation fused into CONCATENATION")
  }

  @Test func refusesQuantizedMixes() {  // C4
    let one = Quantization(scale: 1, zeroPoint: 0)
    let two = Quantization(scale: 2, zeroPoint: 0)
    let shifted = Quantization(scale: 1, zeroPoint: 3)
    expectRefusal(
      Concatenation(axis: 0), [tensor([1] as [Int8], [1], one), tensor([1] as [Int8], [1], two)],
      "scale and zero point", quantization: one)
    expectRefusal(
      Concatenation(axis: 0), [tensor([1] as [Int16], [1], shifted)], "must be 0",
      quantization: shifted)
  }
}
