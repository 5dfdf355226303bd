// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct QuantizeTests {
  /// Halves away from zero: −0.5 / 0.2 = −2.5 gives −3; bounds at −8 and 7.
  @Test func packsSignedNibbles() throws {
    let input = tensor([-0.5, 0.2, 9, -9, 0.6] as [Float])
    let result = try evaluate(
      Quantize(), [input], resultTypes: [.int4],
      quantization: Quantization(scale: 0.2, zeroPoint: 0))
    // −3 and 1, 7 and −8, 3.
    #expect(result[0].elements(as: UInt8.self) == [0x1D, 0x87, 0x03])
  }

  /// 2 more than what the scale gives, in 0 ... 15.
  @Test func packsUnsignedNibbles() throws {
    let input = tensor([0, 1, -9, 99] as [Float])
    let result = try evaluate(
      Quantize(), [input], resultTypes: [.uint4],
      quantization: Quantization(scale: 0.25, zeroPoint: 2))
    #expect(result[0].elements(as: UInt8.self) == [0x62, 0xF0])
  }
}
