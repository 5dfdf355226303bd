// SPDX-License-Identifier: Apache-2.0
import Quantization
import TensorCore
import Testing

struct ValueRangeTests {
  /// −1 … 1.55 in 255 steps: a step is 0.01, and 0 lies 100 steps above −128.
  @Test func scaleAndZeroPointCoverTheRange() {
    let quantization = ValueRange(minimum: -1, maximum: 1.55).int8Quantization
    #expect(quantization.scale == 0.01)
    #expect(quantization.zeroPoint == -28)
  }

  @Test func rangesAreExtendedToHoldZero() {
    #expect(ValueRange(minimum: 1, maximum: 2.55).int8Quantization.zeroPoint == -128)
    #expect(ValueRange(minimum: -2.55, maximum: -1).int8Quantization.zeroPoint == 127)
  }

  /// A range of nothing but 0 is widened to 10⁻⁶.
  @Test func narrowRangesAreWidened() {
    let quantization = ValueRange(minimum: 0, maximum: 0).int8Quantization
    #expect(quantization.scale == Float(1e-6 / 255))
    #expect(quantization.zeroPoint == -128)
  }

  @Test(arguments: [0, 1, 15, 16, 17, 64, 100])
  func extremesAreFoundAnywhere(position: Int) {
    var elements = [Float](repeating: 0.5, count: 101)
    elements[position] = -3
    elements[100 - position] = position == 50 ? -3 : 7
    let (range, isComplete) = elements.withUnsafeBufferPointer { ValueRange.finite(in: $0) }
    #expect(range == ValueRange(minimum: -3, maximum: 7))
    #expect(isComplete)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity], [3, 40, 96])
  func numbersThatAreNotFiniteAreLeftOut(value: Float, position: Int) {
    var elements = [Float](repeating: 1, count: 97)
    elements[position == 96 ? 0 : 95] = -2
    elements[position] = value
    let (range, isComplete) = elements.withUnsafeBufferPointer { ValueRange.finite(in: $0) }
    #expect(range == ValueRange(minimum: -2, maximum: 1))
    #expect(!isComplete)
  }

  @Test func nothingFiniteHasAnEmptyRange() {
    let elements = [Float](repeating: -.infinity, count: 40)
    #expect(elements.withUnsafeBufferPointer { ValueRange.finite(in: $0) }.range.isEmpty)
  }
}
