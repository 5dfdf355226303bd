// SPDX-License-Identifier: Apache-2.0

/// Elementary functions in double precision that give the same bits on every machine.
///
/// Tables of quantized operators are filled with them, so that results do not depend on the
/// mathematics library of a board. Errors stay within a few units in the last place of a `Double`;
/// rounded to `Float` they are correctly rounded but for ties that no table meets.
///
/// Source: argument reductions and series as in any text on elementary functions; coefficients are
/// those of the Taylor series, computed by the compiler.
package enum Elementary {
  /// ln 2 as a sum whose first part has 21 trailing zero bits, so that small multiples are exact.
  static let ln2High = 0x1.62e42feep-1
  static let ln2Low = 0x1.a39ef35793c76p-33

  /// e to the power of `x`: 0 below −745.2, infinite above 709.8.
  package static func exp(_ x: Double) -> Double {
    guard x == x else { return x }
    guard x < 709.782712893384 else { return .infinity }
    guard x > -745.1332191019412 else { return 0 }
    let k = (x * 1.4426950408889634).rounded()
    let r = (x - k * ln2High) - k * ln2Low  // |r| ≤ 0.3466
    return scaled(1 + expm1Series(r), by: Int(k))
  }

  /// e to the power of `x`, minus 1, without cancellation near 0.
  package static func expm1(_ x: Double) -> Double {
    abs(x) < 0.35 ? expm1Series(x) : exp(x) - 1
  }

  /// The Taylor series of eʳ − 1 to degree 16, for |r| ≤ 0.35: the rest is under 10⁻²¹.
  private static func expm1Series(_ r: Double) -> Double {
    var sum = 0.0
    for n in stride(from: 16.0, through: 2, by: -1) { sum = (sum + 1) * r / n }
    return r + r * sum
  }

  /// `x · 2^exponent`, in two steps so that results under the normal range come out.
  private static func scaled(_ x: Double, by exponent: Int) -> Double {
    let half = exponent / 2
    return x * power(ofTwo: half) * power(ofTwo: exponent - half)
  }

  private static func power(ofTwo exponent: Int) -> Double {
    Double(bitPattern: UInt64(1023 + exponent) << 52)
  }

  /// Natural logarithm: −∞ at 0, NaN below.
  package static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    // log(1 + f) = f − f²/2 + s · (f²/2 + R(s²)) with s = f / (2 + f), |s| ≤ 0.1716.
    let f = significand - 1
    let s = f / (2 + f)
    let square = s * s
    var rest = 0.0
    for n in stride(from: 25.0, through: 3, by: -2) { rest = (rest + 2 / n) * square }
    let halfSquare = f * f / 2
    return exponent * ln2High - ((halfSquare - (s * (halfSquare + rest) + exponent * ln2Low)) - f)
  }

  /// Hyperbolic tangent.
  package static func tanh(_ x: Double) -> Double {
    let magnitude = abs(x)
    guard magnitude < 20 else { return x == x ? (x < 0 ? -1 : 1) : x }
    let t = expm1(2 * magnitude)
    return x < 0 ? -t / (t + 2) : t / (t + 2)
  }

  /// The Gauss error function.
  package static func erf(_ x: Double) -> Double {
    let magnitude = abs(x)
    guard magnitude >= 1 else { return erfSeries(x) }
    let result = 1 - erfc(magnitude)
    return x < 0 ? -result : result
  }

  /// 1 less the error function, without cancellation for large `x`.
  package static func erfc(_ x: Double) -> Double {
    guard x == x else { return x }
    guard x >= 1 else { return x > -6 ? (x > -1 ? 1 - erfSeries(x) : 2 - erfc(-x)) : 2 }
    guard x < 27.3 else { return 0 }
    // The continued fraction 1 / (x + ½ / (x + 1 / (x + 3⁄2 / (x + …)))).
    var fraction = 0.0
    for n in stride(from: 200.0, through: 1, by: -1) { fraction = n / 2 / (x + fraction) }
    return 0.5641895835477563 * exp(-x * x) / (x + fraction)
  }

  /// `2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!` for |x| ≤ 1; no term cancels another.
  private static func erfSeries(_ x: Double) -> Double {
    let square = x * x
    var (term, sum) = (x, x)
    for n in 1...30 {
      term *= 2 * square / Double(2 * n + 1)
      sum += term
    }
    return 1.1283791670955126 * exp(-square) * sum
  }

  /// `x` to the power of `y` for x > 0, as `exp(y · log x)`: the error grows with `|y · log x|`.
  ///
  /// NaN for x < 0; for x = 0, 0 for positive `y`, 1 for 0, infinite for negative `y`.
  package static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x == 0 { return y > 0 ? 0 : .infinity }
    return exp(y * log(x))
  }
}
