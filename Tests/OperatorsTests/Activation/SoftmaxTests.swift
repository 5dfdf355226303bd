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
      Softmax(), [input], resultType: .int16,
      quantization: Quantization(scale: 1 / 65536, zeroPoint: -32768))[0]
    #expect(result.elements(as: Int16.self) == [-13067, -10995, -8705])
  }

  @Test func refusesScalars() {  // C1
    expectRefusal(
      Softmax(), [tensor([1] as [Float], [])], "input is a scalar, must have at least one axis")
  }

  @Test func refusesMixedTypes() {  // C2
    let types = resultTypes(of: Softmax())
    for input in types {
      for output in types where output != input {
        if input == .int8 || input == .uint8, output == .int16 { continue }
        expectRefusal(
          Softmax(), types: [input, output], shapes: [[1]], "\(input.name) gives no \(output.name)")
      }
    }
  }

  @Test(
    arguments: [
      (.int8, 1.01 / 256, -128), (.int8, 1 / 256, 0), (.int16, 1.01 / 32768, 0),
    ] as [(ElementType, Float, Int)])
  func refusesOtherScales(type: ElementType, scale: Float, zeroPoint: Int) {  // C3
    expectRefusal(
      Softmax(), [zero(type, Quantization(scale: 1, zeroPoint: 0))],
      "output has scale \(scale) and zero point \(zeroPoint), must have",
      quantization: Quantization(scale: scale, zeroPoint: zeroPoint))
  }

  @Test(
    arguments: [(1, 0x1p-26), (0x1p-26, 1), (0, 1), (-1, 1), (.nan, 1)] as [(Float, Float)])
  func refusesTinyMultipliers(beta: Float, scale: Float) {  // C4
    // 2⁻²⁶ = 1/67108864 itself is too small.
    for (type, zeroPoint) in [(ElementType.int8, -128), (.uint8, 0)] {
      expectRefusal(
        Softmax(beta: beta), [zero(type, Quantization(scale: scale, zeroPoint: 0))],
        "must be more than 1/67108864",
        quantization: Quantization(scale: 1 / 256, zeroPoint: zeroPoint))
    }
  }
}
