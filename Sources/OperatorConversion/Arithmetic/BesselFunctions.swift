// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Modified Bessel functions of the first kind, of order 0 and 1; those with an `e` times exp(−|x|).
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 9.8.1 to 9.8.4.
enum BesselFunctions: TensorFlowConversion {
  static let tensorFlowNames = ["BesselI0", "BesselI0e", "BesselI1", "BesselI1e"]

  private static let nearZero: [Float] = [
    0.004_581_3, 0.036_076_8, 0.265_973_2, 1.206_749_2, 3.089_942_4, 3.515_622_9, 1,
  ]
  private static let farZero: [Float] = [
    0.003_923_77, -0.016_476_33, 0.026_355_37, -0.020_577_06, 0.009_162_81, -0.001_575_65,
    0.002_253_19, 0.013_285_92, 0.398_942_28,
  ]
  private static let nearOne: [Float] = [
    0.000_324_11, 0.003_015_32, 0.026_587_33, 0.150_849_34, 0.514_988_69, 0.878_905_94, 0.5,
  ]
  private static let farOne: [Float] = [
    -0.004_200_59, 0.017_876_54, -0.028_953_12, 0.022_829_67, -0.010_315_55, 0.001_638_01,
    -0.003_620_18, -0.039_880_24, 0.398_942_28,
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let isFirst = node.operation.contains("I1")
    let isScaled = node.operation.hasSuffix("e")
    let bound: Float = 3.75
    let size = try legalizer.magnitude(x)
    let square = try legalizer.squared(legalizer.product(x, 1 / bound))
    let decay = try legalizer.exponential(legalizer.negated(size))
    var near = try legalizer.polynomial(isFirst ? nearOne : nearZero, of: square)
    if isFirst { near = try legalizer.product(near, x) }
    if isScaled { near = try legalizer.product(near, decay) }
    let safe = try legalizer.maximum(size, bound)
    let inverse = try legalizer.quotient(bound, safe)
    var far = try legalizer.quotient(
      legalizer.polynomial(isFirst ? farOne : farZero, of: inverse),
      legalizer.squareRoot(safe))
    if isFirst { far = try legalizer.product(far, legalizer.emit(.sign(Sign()), x)) }
    if !isScaled { far = try legalizer.product(far, legalizer.exponential(size)) }
    return [try legalizer.choice(legalizer.isLess(size, bound), near, far)]
  }
}
