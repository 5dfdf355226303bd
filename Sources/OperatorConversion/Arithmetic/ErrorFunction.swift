// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The error function, `erf(x) = 2/√π · ∫₀ˣ exp(−t²) dt`.
enum ErrorFunction: TensorFlowConversion {
  static let tensorFlowNames = ["Erf"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    [try legalizer.errorFunction(of: node.input(0))]
  }
}

/// `erfc(x) = 1 − erf(x)`.
enum ErrorFunctionComplement: TensorFlowConversion {
  static let tensorFlowNames = ["Erfc"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let one = try legalizer.constant(scalar: 1, type: .float32)
    let value = try legalizer.errorFunction(of: node.input(0))
    return [try legalizer.emit(.sub(Sub()), one, value)]
  }
}

extension Legalizer {
  /// `sign(x) · (1 − (a₁t + a₂t² + … + a₅t⁵) · exp(−x²))` with `t = 1 / (1 + p · |x|)`, which is
  /// off by 1.5 · 10⁻⁷ at most: no lite operator computes it.
  ///
  /// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
  fileprivate mutating func errorFunction(of x: ValueID) throws(ConversionError) -> ValueID {
    let coefficients: [Float] = [
      1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592,
    ]
    let one = try constant(scalar: 1, type: .float32)
    let slope = try constant(scalar: 0.327_591_1, type: .float32)
    let scaled = try emit(.mul(Mul()), emit(.abs(Abs()), x), slope)
    let t = try emit(.div(Div()), one, emit(.add(Add()), scaled, one))
    var sum = try constant(scalar: coefficients[0], type: .float32)
    for coefficient in coefficients.dropFirst() {
      let next = try constant(scalar: coefficient, type: .float32)
      sum = try emit(.add(Add()), emit(.mul(Mul()), sum, t), next)
    }
    let polynomial = try emit(.mul(Mul()), sum, t)
    let negated = try emit(.neg(Neg()), emit(.square(Square()), x))
    let tail = try emit(.mul(Mul()), polynomial, emit(.exp(Exp()), negated))
    let magnitude = try emit(.sub(Sub()), one, tail)
    return try emit(.mul(Mul()), emit(.sign(Sign()), x), magnitude)
  }
}
