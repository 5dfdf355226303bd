// SPDX-License-Identifier: Apache-2.0

extension Elementary {
  /// Sine of an angle in radians, |x| ≤ 2²⁰.
  ///
  /// Beyond, the multiples of π/2 that are taken off are no longer exact.
  package static func sin(_ x: Double) -> Double {
    let (quadrant, r) = reduced(x)
    return quarter(quadrant, r)
  }

  /// Cosine of an angle in radians, |x| ≤ 2²⁰.
  package static func cos(_ x: Double) -> Double {
    let (quadrant, r) = reduced(x)
    return quarter(quadrant + 1, r)
  }

  /// The multiple of π/2 nearest to `x`, modulo 4, and what is left: at most π/4 in magnitude.
  ///
  /// π/2 is taken in three parts, the first two of 33 bits, so that their products are exact.
  private static func reduced(_ x: Double) -> (quadrant: Int, rest: Double) {
    guard abs(x) <= 0x1p30 else { return (0, .nan) }
    let k = (x * 0.6366197723675814).rounded()
    let rest =
      ((x - k * 0x1.921fb544p+0) - k * 0x1.0b4611a6p-34) - k * 0x1.3198a2e037073p-69
    return (Int(k) & 3, rest)
  }

  /// sin(r + quadrant · π/2).
  private static func quarter(_ quadrant: Int, _ r: Double) -> Double {
    let square = r * r
    // Taylor series to degree 19 and 20: the rest is under 10⁻²¹.
    var sum = 0.0
    let isCosine = quadrant & 1 == 1
    for n in stride(from: isCosine ? 19.0 : 18.0, through: isCosine ? 1 : 2, by: -2) {
      sum = -(1 + sum) * square / (n * (n + 1))
    }
    let value = isCosine ? 1 + sum : r + r * sum
    return quadrant & 2 == 0 ? value : -value
  }
}
