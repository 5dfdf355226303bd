// SPDX-License-Identifier: Apache-2.0

/// A positive real factor as a 31-bit mantissa and a power of two: `mantissa · 2^(shift − 31)`.
///
/// This is TensorFlow Lite's quantized multiplier; ``apply(to:)`` is bit-exact with its reference
/// kernels, which round twice.
package struct FixedPointMultiplier: Hashable, Sendable {
  /// 0, or in [2³⁰, 2³¹ − 1].
  package let mantissa: Int32
  /// Positive: left shift before the product. Negative: rounding right shift after it.
  package let shift: Int32

  package init(mantissa: Int32, shift: Int32) {
    self.mantissa = mantissa
    self.shift = shift
  }

  /// The nearest multiplier to `factor`, which must be finite and not negative.
  ///
  /// The mantissa rounds half away from zero; factors under 2⁻³² become 0; factors of 2³¹
  /// and above saturate.
  package init(_ factor: Double) {
    guard factor > 0, factor.isFinite else {
      self.init(mantissa: 0, shift: 0)
      return
    }
    var exponent = Int32(factor.exponent) + 1
    let fraction = factor.significand / 2  // in [0.5, 1)
    var scaled = Int64(fraction * 2_147_483_648 + 0.5)  // the sum is exact
    if scaled == 1 << 31 {
      scaled /= 2
      exponent += 1
    }
    if exponent < -31 {
      exponent = 0
      scaled = 0
    }
    if exponent > 31 {
      exponent = 31
      scaled = (1 << 31) - 1
    }
    self.init(mantissa: Int32(scaled), shift: exponent)
  }

  /// `x · mantissa · 2^(shift − 31)`, rounded twice and saturated as TensorFlow Lite's reference.
  ///
  /// The high product rounds half up (away from zero for positive, toward zero for negative
  /// halves as gemmlowp's), the right shift rounds half away from zero. A left shift that
  /// overflows wraps.
  package func apply(to x: Int32) -> Int32 {
    let left = max(shift, 0)
    let right = max(-shift, 0)
    let high = saturatingRoundingDoublingHighMultiply(x << left, mantissa)
    return roundingDivideByPowerOfTwo(high, exponent: right)
  }
}

/// `round(a · b / 2³¹)`, saturated; the one overflow is a = b = −2³¹.
package func saturatingRoundingDoublingHighMultiply(_ a: Int32, _ b: Int32) -> Int32 {
  if a == .min && b == .min { return .max }
  let product = Int64(a) * Int64(b)
  let nudge: Int64 = product >= 0 ? 1 << 30 : 1 - (1 << 30)
  return Int32((product + nudge) / (1 << 31))
}

/// `x / 2^exponent`, rounded to nearest, halves away from zero.
package func roundingDivideByPowerOfTwo(_ x: Int32, exponent: Int32) -> Int32 {
  let mask = Int32(truncatingIfNeeded: (Int64(1) << Int64(exponent)) - 1)
  let remainder = x & mask
  let threshold = (mask >> 1) + (x < 0 ? 1 : 0)
  return (x >> exponent) + (remainder > threshold ? 1 : 0)
}
