// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The scales of a quantized layer's weights, one a channel, and their zero point, checked.
struct WeightScales {
  /// 0 for a dead channel.
  let scales: [Float]
  /// As the file has it; 0 where there are several scales.
  let zeroPoint: Int32

  /// - Parameters:
  ///   - axis: along which there may be a scale for each of `count` channels.
  ///   - allowsZeroPoint: whether weights of one scale may have a zero point other than 0.
  /// - Throws: if scales are missing, negative, or of another number or axis, or if a zero point
  ///   is not 0 that must be.
  init(
    of weights: Operand, axis: Int, count: Int, allowsZeroPoint: Bool = false
  ) throws(OperatorError) {
    let quantization = try weights.checkedQuantization("weights", axis: axis)
    let isPerChannel = quantization.axis != nil
    zeroPoint = quantization.zeroPoints[0]
    if isPerChannel || !allowsZeroPoint {
      for zeroPoint in quantization.zeroPoints where zeroPoint != 0 {
        throw OperatorError("'weights' has zero point \(zeroPoint), must be 0")
      }
    }
    scales =
      isPerChannel
      ? quantization.scales : [Float](repeating: quantization.scales[0], count: count)
  }

  /// Whether one scale serves all channels, whether it is stored once or for each.
  var areEqual: Bool { scales.allSatisfy { $0 == scales[0] } }
}

/// How a layer's integer sums become results.
enum Requantization {
  /// In fixed point, as TensorFlow Lite's reference does in convolutions: rounded twice, or once by a
  /// mantissa of 15 bits where sums have 64 bits.
  case fixedPoint([FixedPointMultiplier])
  /// Multiplied in double and rounded once, halves away from zero, as it does in dense layers.
  case double([Double])

  var shiftsLeft: Bool {
    if case .fixedPoint(let multipliers) = self { return multipliers.contains { $0.shift > 0 } }
    return false
  }

  /// Each channel's multiplier from sums to results as the kernels take them: mantissas and shifts,
  /// or factors, one of them null.
  struct Parts {
    let mantissas: UnsafePointer<Int32>?
    let shifts: UnsafePointer<Int32>?
    let factors: UnsafePointer<Double>?
    /// What keeps them alive.
    let owner: PreparedBuffer
  }

  func parts() -> Parts {
    switch self {
    case .fixedPoint(let multipliers):
      let owner = PreparedBuffer(byteCount: 2 * multipliers.count * MemoryLayout<Int32>.size)
      let mantissas = owner.elements(as: Int32.self)
      for (channel, multiplier) in multipliers.enumerated() {
        mantissas[channel] = multiplier.mantissa
        mantissas[multipliers.count + channel] = multiplier.shift
      }
      return Parts(
        mantissas: UnsafePointer(mantissas),
        shifts: UnsafePointer(mantissas + multipliers.count), factors: nil, owner: owner)
    case .double(let factors):
      let owner = PreparedBuffer(byteCount: factors.count * MemoryLayout<Double>.size)
      owner.elements(as: Double.self).update(from: factors, count: factors.count)
      return Parts(
        mantissas: nil, shifts: nil, factors: UnsafePointer(owner.elements()), owner: owner)
    }
  }
}
