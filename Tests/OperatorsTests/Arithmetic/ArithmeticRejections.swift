// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What operators of one and of two numbers refuse.
enum ArithmeticRejections {
  @RejectionTable static var table: [Rejection] {
    shapes
    typesOfOne
    typesOfTwo
    divisors
    roots
    summands
    stablehlo
    Rejection.mixedScales(.c2, Maximum(), quantizedCount: 2)
    Rejection.mixedScales(.c2, Minimum(), quantizedCount: 2)
    let exponents = tensor([1, 0, -1] as [Int32])
    Rejection(.c3, Pow(), [exponents, exponents], "exponent is negative at element 2")
    let unsigned = tensor([1] as [UInt32])
    for function in [ActivationFunctionType.relu, .relu6, .reluN1To1] {
      Rejection(.c3, of: Mul.self, "uint32 takes no activation") {
        _ = try evaluate(
          Mul(activation: try FusedActivation(function)), [unsigned, unsigned])
      }
      Rejection(.c3, of: Mul.self, "complex64 takes no activation") {
        let complex = zero(.complex64)
        _ = try evaluate(Mul(activation: try FusedActivation(function)), [complex, complex])
      }
    }
  }

  @RejectionTable private static var shapes: [Rejection] {
    Rejection(
      .c1, Atan2(), [tensor([1, 2] as [Float]), tensor([1] as [Float])], "'y' is [2] but 'x' is [1]"
    )
    Rejection.broadcasts(.c1, Add())
    Rejection.broadcasts(.c1, BitwiseXor())
    Rejection.broadcasts(.c1, Div())
    Rejection.broadcasts(.c1, FloorDiv())
    Rejection.broadcasts(.c1, FloorMod())
    Rejection.broadcasts(.c1, Maximum())
    Rejection.broadcasts(.c1, Minimum())
    Rejection.broadcasts(.c1, Mul())
    Rejection.broadcasts(.c1, Pow())
    Rejection.broadcasts(.c1, RightShift())
    Rejection.broadcasts(.c1, SquaredDifference())
    Rejection.broadcasts(.c1, Sub())
  }

  @RejectionTable private static var typesOfOne: [Rejection] {
    Rejection.mixedTypes(.c1, Abs())
    Rejection.mixedTypes(.c1, Exp())
    Rejection.mixedTypes(.c1, Log())
    Rejection.mixedTypes(.c1, Neg())
    Rejection.mixedTypes(.c1, Rsqrt())
    Rejection.mixedTypes(.c1, Sign())
    Rejection.mixedTypes(.c1, Sqrt())
    Rejection.zeroPoints(.c1, Abs())
    Rejection.zeroPoints(.c1, Exp())
    Rejection.zeroPoints(.c1, Log())
    Rejection.zeroPoints(.c1, Rsqrt())
    Rejection.zeroPoints(.c1, Sqrt())
  }

  @RejectionTable private static var typesOfTwo: [Rejection] {
    Rejection.mixedTypes(.c2, Add(), inputCount: 2)
    Rejection.mixedTypes(.c2, Atan2(), inputCount: 2)
    Rejection.mixedTypes(.c2, BitwiseXor(), inputCount: 2)
    Rejection.mixedTypes(.c2, Div(), inputCount: 2)
    Rejection.mixedTypes(.c2, FloorDiv(), inputCount: 2)
    Rejection.mixedTypes(.c2, FloorMod(), inputCount: 2)
    Rejection.mixedTypes(.c2, Maximum(), inputCount: 2)
    Rejection.mixedTypes(.c2, Minimum(), inputCount: 2)
    Rejection.mixedTypes(
      .c2, Mul(), inputCount: 2, accepted: [[.int16, .int16, .int8], [.int16, .int16, .uint8]])
    Rejection.mixedTypes(.c2, Pow(), inputCount: 2)
    Rejection.mixedTypes(.c2, RightShift(), inputCount: 2)
    Rejection.mixedTypes(.c2, SquaredDifference(), inputCount: 2)
    Rejection.mixedTypes(.c2, Sub(), inputCount: 2)
  }

  @RejectionTable private static var stablehlo: [Rejection] {
    stablehlo(StablehloAdd())
    stablehlo(StablehloAnd())
    stablehlo(StablehloMaximum())
    stablehlo(StablehloMinimum())
    stablehlo(StablehloMultiply())
    stablehlo(StablehloShiftLeft())
  }

  @RejectionTable private static func stablehlo(
    _ operation: some StablehloArithmetic
  ) -> [Rejection] {
    Rejection(
      .c1, operation, types: [.int8, .int8, .int8], shapes: [[2], [1]], "'a' is [2] but 'b' is [1]")
    Rejection.mixedTypes(.c2, operation, inputCount: 2)
  }

  @RejectionTable private static var divisors: [Rejection] {
    zeroDivisor(Div(), [1, 0] as [Int32])
    zeroDivisor(Div(), [1, -7] as [Int8], zeroPoint: -7)
    zeroDivisor(Div(), [1, 7] as [UInt8], zeroPoint: 7)
    zeroDivisor(Div(), [1, 0] as [Int16], zeroPoint: 0)
    zeroDivisor(FloorDiv(), [1, 0] as [Int8])
    zeroDivisor(FloorDiv(), [1, 0] as [Int16])
    zeroDivisor(FloorDiv(), [1, 0] as [Int32])
    zeroDivisor(FloorMod(), [1, 0] as [Int8])
    zeroDivisor(FloorMod(), [1, 0] as [Int16])
    zeroDivisor(FloorMod(), [1, 0] as [Int32])
    zeroDivisor(FloorMod(), [1, 0] as [Int64])
    // 0 it is, whatever the zero point.
    zeroDivisor(FloorDiv(), [1, 0] as [Int8], zeroPoint: 5)
    zeroDivisor(FloorMod(), [1, 0] as [Int16], zeroPoint: 5)
  }

  /// Two elements, of which the second stands for 0.
  private static func zeroDivisor<Element: TensorElement>(
    _ operation: some LiteOperator, _ elements: [Element], zeroPoint: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    let quantization = zeroPoint.map { Quantization(scale: 1, zeroPoint: $0) }
    let divisor = tensor(elements, nil, quantization)
    return Rejection(
      .c3, operation, [divisor, divisor], "the divisor is 0 at element 1",
      quantization: quantization, sourceLocation: sourceLocation)
  }

  @RejectionTable private static var roots: [Rejection] {
    // What stands for −1: 4 with a zero point of 5.
    let shifted = Quantization(scale: 1, zeroPoint: 5)
    let bytes = tensor([6, 4] as [Int8], [2], shifted)
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let words = tensor([1, -1] as [Int16], [2], plain)
    let part = "the root of a negative number at element 1"
    Rejection(.c2, Rsqrt(), [bytes], part, quantization: shifted)
    Rejection(.c2, Rsqrt(), [words], part, quantization: plain)
    Rejection(.c2, Sqrt(), [bytes], part, quantization: shifted)
    Rejection(.c2, Sqrt(), [words], part, quantization: plain)
  }

  @RejectionTable private static var summands: [Rejection] {
    for (common, other) in [(ElementType.float32, ElementType.int32), (.int32, .float32)] {
      Rejection(
        .c1, AddN(), types: [common, common, other, common], shapes: [[1], [1], [1]],
        "inputs differ")
      Rejection(
        .c1, AddN(), types: [common, common, other], shapes: [[1], [1]],
        "is \(common.name) but the output is \(other.name)")
    }
    // Not even shapes that would broadcast.
    let one = tensor([1] as [Float])
    Rejection(.c1, AddN(), [tensor([1, 2] as [Float]), one], "inputs differ: float32 [2]")
    Rejection(.c1, AddN(), [one, tensor([1] as [Float], [1, 1])], "inputs differ")
  }
}
