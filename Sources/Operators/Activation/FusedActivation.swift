// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The bounds that an operator's fused activation puts on its result.
///
/// Bit-exact with TensorFlow Lite's reference: a bound is divided by the output's scale in float,
/// rounded half away from zero, and moved by the zero point.
package struct FusedActivation: Sendable, Hashable {
  package let function: ActivationFunctionType

  /// - Throws: for functions that no kernel applies (tanh, sign bit).
  package init(_ function: ActivationFunctionType) throws(FormatError) {
    switch function {
    case .none, .relu, .relu6, .reluN1To1: self.function = function
    case .tanh, .signBit:
      throw FormatError(
        "fused activation \(function == .tanh ? "TANH" : "SIGN_BIT") is not supported, "
          + "allowed: NONE, RELU, RELU6, RELU_N1_TO_1")
    }
  }

  package static let none = FusedActivation(unchecked: .none)

  private init(unchecked function: ActivationFunctionType) {
    self.function = function
  }

  /// The function's own bounds; nil where it has none.
  var bounds: (low: Float?, high: Float?) {
    switch function {
    case .relu: (0, nil)
    case .relu6: (0, 6)
    case .reluN1To1: (-1, 1)
    default: (nil, nil)
    }
  }

  /// Bounds of a float result; infinite where the function has none.
  package var floatRange: ClosedRange<Float> {
    (bounds.low ?? -.infinity)...(bounds.high ?? .infinity)
  }

  /// Bounds of a quantized result of `type`, a subrange of what the type holds.
  package func quantizedRange(
    of type: ElementType, _ quantization: UniformQuantization
  ) -> ClosedRange<Int32> {
    let limits = type.integerRange!
    var low = limits.lowerBound
    var high = limits.upperBound
    if let bound = bounds.low { low = max(low, Self.quantize(bound, quantization)) }
    if let bound = bounds.high { high = min(high, Self.quantize(bound, quantization)) }
    // A bound may lie beyond the type; then the reference clamps to the upper one last.
    return min(low, high)...high
  }

  /// Limited to what an int32 holds: a scale may be so small that the bound is out of reach.
  private static func quantize(
    _ value: Float, _ quantization: UniformQuantization
  ) -> Int32 {
    let steps = (value / quantization.scale).rounded(.toNearestOrAwayFromZero)
    let sum = Double(steps) + Double(quantization.zeroPoint)
    return Int32(saturating: sum, within: .min ... .max)
  }
}
