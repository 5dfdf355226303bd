// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import TensorCore

/// The integers that activations become, and what goes with them.
///
/// Source: TensorFlow Lite 8-bit quantization specification, and its scheme of 16-bit activations with
/// 8-bit weights.
package enum IntegerScheme: Hashable, Sendable {
  /// int8 with a scale and a zero point, int32 biases.
  case int8
  /// int16 with a scale, int64 biases.
  case int16

  package var activationType: ElementType { self == .int8 ? .int8 : .int16 }
  var biasType: ElementType { self == .int8 ? .int32 : .int64 }
  var zeroPoints: ClosedRange<Int> { self == .int8 ? -128...127 : 0...0 }

  /// Operators that TensorFlow Lite's runtime refuses in these integers, or computes wrongly, though
  /// Linnet's has them: files are for both.
  var unsupportedElsewhere: Set<BuiltinOperator> {
    switch self {
    case .int8: [.reverseSequence]
    case .int16:
      [.argMax, .argMin, .depthToSpace, .oneHot, .prelu, .reverseSequence, .spaceToDepth]
    }
  }

  /// Scale and zero point by which integers cover a range.
  func quantization(of range: ValueRange) -> Quantization {
    self == .int8 ? range.int8Quantization : range.int16Quantization
  }

  /// What the format fixes for a result in int8 is 2⁻¹⁵ in int16.
  func fixedResult(scale: Float, zeroPoint: Int) -> Quantization {
    self == .int8
      ? Quantization(scale: scale, zeroPoint: zeroPoint)
      : Quantization(scale: 0x1p-15, zeroPoint: 0)
  }

  /// A float constant in integers with the scale and zero point of activations.
  func constant(_ value: Value, _ quantization: Quantization) -> Value {
    self == .int8
      ? ConstantQuantizer.activation(value, quantization, as: Int8.self, .int8)
      : ConstantQuantizer.activation(value, quantization, as: Int16.self, .int16)
  }

  /// A bias in the scale of the accumulators, one for each output channel or one for all.
  func bias(_ value: Value, _ quantization: Quantization) -> Value {
    self == .int8
      ? ConstantQuantizer.bias(value, quantization, as: Int32.self, .int32)
      : ConstantQuantizer.bias(value, quantization, as: Int64.self, .int64)
  }
}

extension ValueRange {
  /// `max(|min|, |max|) / 32767`; a range narrower than 10⁻⁶ is widened to that.
  fileprivate var int16Quantization: Quantization {
    let magnitude = max(abs(Double(minimum)), abs(Double(maximum)), 1e-6)
    return Quantization(scale: Float(magnitude / 32767), zeroPoint: 0)
  }
}
