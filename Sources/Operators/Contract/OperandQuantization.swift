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
  /// Whether tensors of this type are quantized by scale and zero point: int8, uint8, int16.
  package var isQuantizedInteger: Bool { ElementTypeSet.quantized.contains(self) }
}

extension Operand {
  /// The operand's scales and zero points.
  ///
  /// - Parameter axis: along which several scales must lie; nil for any.
  /// - Throws: if there are none, or they break the rules of ``CheckedQuantization``; only those of
  ///   constants may be 0.
  package func checkedQuantization(
    _ name: StaticString, axis: Int? = nil
  ) throws(OperatorError) -> CheckedQuantization {
    let quantization = try statedQuantization(name)
    let checked: CheckedQuantization
    do throws(QuantizationFault) {
      checked = try CheckedQuantization(
        quantization, type: type, shape: shape, isConstant: constant != nil)
    } catch {
      throw OperatorError("'\(name)': \(error.reason)")
    }
    if let axis, let found = checked.axis, found != axis {
      throw OperatorError("'\(name)' is quantized along axis \(found), not \(axis)")
    }
    return checked
  }

  /// The scale and zero point of an int8, uint8, int16 or int32 operand.
  ///
  /// - Throws: if there are none or several, if the scale is not a positive finite number, or if
  ///   the zero point is outside of the type, or not 0 for int16.
  package func uniformQuantization(
    _ name: StaticString
  ) throws(OperatorError) -> UniformQuantization {
    let quantization = try statedQuantization(name)
    guard quantization.scales.count <= 1 else {
      throw OperatorError(
        "'\(name)' has \(quantization.scales.count) scales, must have one for the whole tensor")
    }
    do throws(QuantizationFault) {
      try CheckedQuantization.check(
        quantization, type: type, shape: shape, isConstant: constant != nil)
    } catch {
      throw OperatorError("'\(name)': \(error.reason)")
    }
    let (scale, zeroPoint) = (quantization.scales[0], Int32(quantization.zeroPoints[0]))
    guard scale > 0 else {
      throw OperatorError("'\(name)' has scale \(scale), must be positive and finite")
    }
    guard type != .int16 || zeroPoint == 0 else {
      throw OperatorError("'\(name)' is int16 with zero point \(zeroPoint), must be 0")
    }
    return UniformQuantization(scale: scale, zeroPoint: zeroPoint)
  }

  private func statedQuantization(
    _ name: StaticString
  ) throws(OperatorError) -> Quantization {
    guard let quantization else {
      throw OperatorError("'\(name)' is \(type.name) but has no scale and zero point")
    }
    return quantization
  }
}
