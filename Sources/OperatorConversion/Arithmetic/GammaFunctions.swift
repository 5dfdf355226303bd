// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The logarithm of the gamma function's magnitude, and its derivative.
///
/// Lanczos' approximation with g = 7 and nine terms; what lies left of ½ is reflected.
///
/// Source: Lanczos, "A precision approximation of the gamma function", 1964.
enum GammaFunctions: TensorFlowConversion {
  static let tensorFlowNames = ["Digamma", "Lgamma"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let isLeft = try legalizer.isLess(x, 0.5)
    // From −½ on.
    let z = try legalizer.choice(
      isLeft, legalizer.negated(x), legalizer.difference(x, 1))
    return [
      node.operation == "Lgamma"
        ? try legalizer.logarithmOfGamma(x, isLeft, z) : try legalizer.digamma(x, isLeft, z)
    ]
  }

  fileprivate static let base: Float = 7.5
  fileprivate static let terms: [Float] = [
    676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1,
    -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12,
    9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
  ]
}

extension Legalizer {
  /// The sum `1 + Σ cᵢ / (z + i)` and its derivative, without the sign.
  private mutating func lanczos(
    _ z: ValueID
  ) throws(ConversionError) -> (sum: ValueID, slope: ValueID) {
    var result: (sum: ValueID, slope: ValueID)?
    for (index, term) in GammaFunctions.terms.enumerated() {
      let place = try self.sum(z, Float(index + 1))
      let part = try quotient(term, place)
      let slope = try quotient(part, place)
      if let before = result {
        result = (try self.sum(before.sum, part), try self.sum(before.slope, slope))
      } else {
        result = (try self.sum(part, 1), slope)
      }
    }
    return result!
  }

  /// `log(7.5 + z)`, exact for small z.
  private mutating func logarithmOfBase(
    _ z: ValueID
  ) throws(ConversionError) -> (t: ValueID, logarithm: ValueID) {
    let t = try sum(z, GammaFunctions.base)
    return (t, try logarithm(t))
  }

  /// What is left of an angle `π · x` once whole turns are taken off, between −π/2 and π/2.
  private mutating func reducedAngle(_ x: ValueID) throws(ConversionError) -> ValueID {
    let rest = try difference(x, floor(sum(x, 0.5)))
    return try product(rest, .pi)
  }

  fileprivate mutating func logarithmOfGamma(
    _ x: ValueID, _ isLeft: ValueID, _ z: ValueID
  ) throws(ConversionError) -> ValueID {
    let (t, logarithmOfT) = try logarithmOfBase(z)
    // (z + ½) · log t − t, as one product: both are large where z is.
    let exponent = try difference(sum(z, 0.5), quotient(t, logarithmOfT))
    let half: Float = 0.918_938_533_2  // log √2π
    let series = try sum(logarithm(lanczos(z).sum), half)
    let right = try sum(product(exponent, logarithmOfT), series)
    let sine = try magnitude(emit(.sin(Sin()), reducedAngle(x)))
    let logarithmOfPi: Float = 1.144_729_885_8
    let left = try difference(difference(logarithmOfPi, logarithm(sine)), right)
    let isInfinite = try either(isEqual(magnitude(x), .infinity), isPole(x))
    return try choice(isInfinite, .infinity, choice(isLeft, left, right))
  }

  /// Not-a-number at 0 and negative integers.
  fileprivate mutating func digamma(
    _ x: ValueID, _ isLeft: ValueID, _ z: ValueID
  ) throws(ConversionError) -> ValueID {
    let (t, logarithmOfT) = try logarithmOfBase(z)
    let (series, slope) = try lanczos(z)
    let right = try difference(
      difference(logarithmOfT, quotient(slope, series)), quotient(7, t))
    let angle = try reducedAngle(x)
    let tangent = try quotient(emit(.sin(Sin()), angle), emit(.cos(Cos()), angle))
    let left = try difference(right, quotient(.pi, tangent))
    let result = try choice(isPole(x), .nan, choice(isLeft, left, right))
    return try choice(isEqual(x, .infinity), .infinity, result)
  }

  /// Whether a number is 0 or a negative integer.
  private mutating func isPole(_ x: ValueID) throws(ConversionError) -> ValueID {
    try both(isLess(x, 0.5), isEqual(x, floor(x)))
  }
}
