// SPDX-License-Identifier: Apache-2.0
import LiteFormat
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

  /// Of 8192 equal elements each has 1/8192, 8 steps of 1/65536, and the logarithm −9.01.
  @Test func sumsOfLongRowsFit() throws {
    let count = 8192
    let input = DirectTensor(
      [Int8](repeating: 7, count: count), type: .int8, shape: Shape([1, count]),
      quantization: Quantization(scale: 0.1, zeroPoint: 0))
    let shares = try evaluate(
      Softmax(), [input], resultTypes: [.int16],
      quantization: Quantization(scale: 1 / 65536, zeroPoint: -32768))[0]
    #expect(shares.elements(as: Int16.self).allSatisfy { $0 == 8 + Int16.min })
    let logarithms = try evaluate(
      LogSoftmax(), [input], resultTypes: [.int8],
      quantization: Quantization(scale: 16 / 256, zeroPoint: 127))[0]
    #expect(logarithms.elements(as: Int8.self).allSatisfy { $0 == -17 })
  }

  /// 16-bit exponentials of 131072 equal elements add up to more than 31 bits.
  @Test func sumsOfLong16BitRowsFit() throws {
    let count = 1 << 17
    let input = DirectTensor(
      [Int16](repeating: 7, count: count), type: .int16, shape: Shape([1, count]),
      quantization: Quantization(scale: 1e-3, zeroPoint: 0))
    let shares = try evaluate(
      Softmax(), [input], resultTypes: [.int16],
      quantization: Quantization(scale: 1 / 32768, zeroPoint: 0))[0]
    #expect(shares.elements(as: Int16.self).allSatisfy { $0 == 0 })
  }

  /// Networks without training have such scales: all exponentials are 1, as in LiteRT.
  @Test(arguments: [1e-9, 0x1p-26] as [Float]) func tinyScalesMakeAllAlike(scale: Float) throws {
    let input = DirectTensor(
      [-128, 0, 5, 127] as [Int8], type: .int8, shape: Shape([1, 4]),
      quantization: Quantization(scale: scale, zeroPoint: 0))
    let result = try evaluate(
      Softmax(), [input], resultTypes: [.int8],
      quantization: Quantization(scale: 1 / 256, zeroPoint: -128))[0]
    #expect(result.elements(as: Int8.self) == [-64, -64, -64, -64])
  }

  /// A bound of the activation that no element reaches leaves them as they are.
  @Test func boundsOutOfReachDoNotClamp() throws {
    let quantization = Quantization(scale: 1e-10, zeroPoint: 0)
    let input = DirectTensor(
      [0, 50, 127, 127] as [Int8], type: .int8, shape: Shape([1, 1, 4, 1]),
      quantization: quantization)
    let pool = MaxPool2D(
      Pooling(
        filter: (1, 2), stride: (1, 2), padding: .valid, activation: try FusedActivation(.relu6)))
    let result = try evaluate(
      pool, [input], resultTypes: [.int8], quantization: quantization)[0]
    #expect(result.elements(as: Int8.self) == [50, 127])
  }
}
