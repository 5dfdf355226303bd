// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// One scale and one zero point for a whole tensor, checked.
package struct UniformQuantization: Equatable, Sendable {
  /// Finite and positive.
  package let scale: Float
  /// Within the element type.
  package let zeroPoint: Int32

  package init(scale: Float, zeroPoint: Int32) {
    self.scale = scale
    self.zeroPoint = zeroPoint
  }
}

extension ElementType {
  /// The integers of a quantized type of 8 or 16 bits.
  package var quantizedRange: ClosedRange<Int32> {
    switch self {
    case .int8: -128...127
    case .uint8: 0...255
    case .int16: -32768...32767
    default: preconditionFailure("not a quantized type of 8 or 16 bits")
    }
  }

  /// The integers of a type of 8, 16 or 32 bits.
  package var integerRange: ClosedRange<Int32> {
    self == .int32 ? Int32.min...Int32.max : quantizedRange
  }

  /// Whether tensors of this type are quantized by scale and zero point: int8, uint8, int16.
  package var isQuantizedInteger: Bool { ElementTypeSet.quantized.contains(self) }
}

extension Operand {
  /// The scale and zero point of an int8, uint8, int16 or int32 operand.
  ///
  /// - Throws: if there are none or several, if the scale is not a positive finite number, or if
  ///   the zero point is outside of the type, or not 0 for int16.
  package func uniformQuantization(
    _ name: StaticString
  ) throws(OperatorError) -> UniformQuantization {
    guard let quantization, let scale = quantization.scales.first,
      let zeroPoint = quantization.zeroPoints.first
    else {
      throw OperatorError("'\(name)' is \(type.name) but has no scale and zero point")
    }
    guard quantization.scales.count == 1 else {
      throw OperatorError(
        "'\(name)' has \(quantization.scales.count) scales, must have one for the whole tensor")
    }
    guard scale > 0, scale.isFinite else {
      throw OperatorError("'\(name)' has scale \(scale), must be positive and finite")
    }
    let range = type == .int16 ? 0...0 : type.integerRange
    guard let zeroPoint = Int32(exactly: zeroPoint), range.contains(zeroPoint) else {
      throw OperatorError(
        "'\(name)' has zero point \(zeroPoint), must be in "
          + "\(range.lowerBound)...\(range.upperBound)")
    }
    return UniformQuantization(scale: scale, zeroPoint: zeroPoint)
  }
}
