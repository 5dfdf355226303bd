// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SoftmaxTests {
  /// From LiteRT, whose 16-bit results of 8 bits are steps of 1/65536 from −32768.
  @Test(arguments: [ElementType.int8, .uint8]) func widens(type: ElementType) throws {
    let quantization = Quantization(scale: 0.1, zeroPoint: 0)
    let input = DirectTensor(
      [1, 2, 3] as [UInt8], type: type, shape: Shape([1, 3]), quantization: quantization)
    let result = try evaluate(
      Softmax(), [input], resultTypes: [.int16],
      quantization: Quantization(scale: 1 / 65536, zeroPoint: -32768))[0]
    #expect(result.elements(as: Int16.self) == [-13067, -10995, -8705])
  }
}
