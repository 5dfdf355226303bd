// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct HardSwishTests {
  /// LiteRT refuses a scale of 128 times the output's.
  @Test(arguments: [ElementType.int8, .uint8])
  func takesScalesOfAlmost128Times(type: ElementType) throws {
    let input = zero(type, Quantization(scale: 127.99, zeroPoint: 0))
    let result = try evaluate(
      HardSwish(), [input], quantization: Quantization(scale: 1, zeroPoint: 0))[0]
    #expect(result.elements(as: UInt8.self) == [0])
  }
}
