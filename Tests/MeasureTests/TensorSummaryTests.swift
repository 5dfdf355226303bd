// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Operators
import TensorCore
import Testing

@testable import Measure

struct TensorSummaryTests {
  private func array(_ bytes: [UInt8], _ type: ElementType, _ shape: [Int]) -> NumPyArray? {
    bytes.withUnsafeBytes {
      NumPyArray(
        $0, of: Operand(type: type, shape: Shape(shape), quantization: nil, slot: 0, constant: nil))
    }
  }

  /// The first element is in the lowest bits: 0x2E is 14 and 2, or −2 and 2; 0b11_01_10_00 is
  /// 0, −2, 1, −1. What fills the last byte does not count.
  @Test func widensSmallIntegers() throws {
    let signed = try #require(array([0x2E, 0xF8], .int4, [3]))
    #expect(signed.type == .int8 && signed.elements(as: Int8.self) == [-2, 2, -8])
    let unsigned = try #require(array([0x2E, 0xF8], .uint4, [2, 2]))
    #expect(unsigned.type == .uint8 && unsigned.bytes == [14, 2, 8, 15])
    let pairs = try #require(array([0b1101_1000, 0b10], .int2, [5]))
    #expect(pairs.type == .int8 && pairs.elements(as: Int8.self) == [0, -2, 1, -1, -2])
  }

  /// 0x3F80 is 1, 0xC000 is −2 in the upper half of a float32.
  @Test func widensBrainFloats() throws {
    let floats = try #require(array([0x80, 0x3F, 0x00, 0xC0], .bfloat16, [2]))
    #expect(floats.type == .float32 && floats.elements(as: Float.self) == [1, -2])
  }

  @Test func takesHandlesForNumbers() throws {
    let handle = try #require(array([7, 0, 0, 0], .resource, [1]))
    #expect(handle.type == .int32 && handle.elements(as: Int32.self) == [7])
    #expect(array([], .variant, [0]) == nil)
  }

  /// Channels of axis 0 with the scales 0.5 and 2: −4 … 3 are −2, 1.5 there, −8, 6 here.
  @Test func tellsWhatChannelsStandFor() throws {
    let weights = try #require(array([0xFC, 0x03, 0xFC, 0x03], .int8, [2, 2]))
    let summary = TensorSummary(
      weights, quantization: Quantization(scales: [0.5, 2], zeroPoints: [0, 0], axis: 0))
    #expect(summary.stored?.minimum == -4 && summary.stored?.maximum == 3)
    #expect(summary.real?.minimum == -8 && summary.real?.maximum == 6)
    #expect(summary.real?.mean == (-2 + 1.5 - 8 + 6) / 4)
  }

  @Test func knowsNoRangeOfNothing() throws {
    let nothing = TensorSummary(try #require(array([], .float32, [0])), quantization: nil)
    #expect(nothing.stored == nil && !nothing.isSuspect)
    let parts: [Float] = [1, .nan, .infinity, 0]
    let complex = TensorSummary(
      try #require(array(parts.withUnsafeBytes { Array($0) }, .complex64, [2])), quantization: nil)
    #expect(complex.stored == nil && complex.nanCount == 1 && complex.infiniteCount == 1)
  }
}
