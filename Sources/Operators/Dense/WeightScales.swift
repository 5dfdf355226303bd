// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The scales of a quantized layer's weights, one a channel, checked.
struct WeightScales {
  let scales: [Float]
  let isPerChannel: Bool

  /// - Parameters:
  ///   - weights: an operand with symmetric quantization, per tensor or along `axis`.
  ///   - count: how many channels there are along `axis`.
  /// - Throws: if scales are missing, not positive, or of another number or axis.
  init(of weights: Operand, axis: Int, count: Int) throws(OperatorError) {
    guard let quantization = weights.quantization else {
      throw OperatorError("'weights' is \(weights.type.name) without a scale")
    }
    guard quantization.scales.count == 1 || quantization.scales.count == count else {
      throw OperatorError(
        "'weights' has \(quantization.scales.count) scales, needs 1 or \(count)")
    }
    isPerChannel = quantization.isPerChannel
    if isPerChannel && quantization.axis != axis {
      throw OperatorError("'weights' is quantized along axis \(quantization.axis), not \(axis)")
    }
    for scale in quantization.scales where !(scale > 0 && scale.isFinite) {
      throw OperatorError("'weights' has scale \(scale), must be positive")
    }
    for zeroPoint in quantization.zeroPoints where zeroPoint != 0 && weights.type == .int8 {
      throw OperatorError("'weights' has zero point \(zeroPoint), must be 0")
    }
    scales =
      isPerChannel
      ? quantization.scales : [Float](repeating: quantization.scales[0], count: count)
  }

  /// Whether one scale serves all channels, whether it is stored once or for each.
  var areEqual: Bool { scales.allSatisfy { $0 == scales[0] } }
}

/// Each channel's factor from sums to results: `input scale · weights scale / output scale`.
struct WeightMultipliers {
  let mantissas: [Int32]
  let shifts: [Int32]

  init(input: Quantization, weights: WeightScales, output: Quantization) {
    let multipliers = weights.scales.map { scale in
      FixedPointMultiplier(Double(input.scale) * Double(scale) / Double(output.scale))
    }
    mantissas = multipliers.map { $0.mantissa }
    shifts = multipliers.map { $0.shift }
  }

  var shiftsLeft: Bool { shifts.contains { $0 > 0 } }
}

/// How int32 sums become int8 results.
enum Requantization {
  /// Rounded twice in fixed point, as TensorFlow Lite's reference does in convolutions.
  case twice(WeightMultipliers)
  /// Multiplied in double and rounded once, halves away from zero, as it does in dense layers.
  case once([Double])

  /// The factors of a layer that rounds once.
  static func once(
    input: Quantization, weights: WeightScales, output: Quantization
  ) -> Requantization {
    .once(weights.scales.map { Double(input.scale) * Double($0) / Double(output.scale) })
  }
}

extension Operand {
  /// The operand's per-tensor scale and zero point.
  ///
  /// - Throws: if there is none, the scale is not positive, or the zero point is outside the type.
  func tensorQuantization(_ name: StaticString) throws(OperatorError) -> Quantization {
    guard let quantization, quantization.scales.count == 1, quantization.zeroPoints.count == 1
    else {
      throw OperatorError("'\(name)' is \(type.name) without one scale and zero point")
    }
    guard quantization.scale > 0, quantization.scale.isFinite else {
      throw OperatorError("'\(name)' has scale \(quantization.scale), must be positive")
    }
    let allowed: ClosedRange<Int> =
      switch type {
      case .int8: -128...127
      case .uint8: 0...255
      default: 0...0
      }
    guard allowed.contains(quantization.zeroPoint) else {
      throw OperatorError(
        "'\(name)' has zero point \(quantization.zeroPoint), allowed: "
          + "\(allowed.lowerBound) to \(allowed.upperBound)")
    }
    return quantization
  }
}
