// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The number below which a normally distributed one lies with a given probability, and the inverse
/// of the error function, which follows from it.
///
/// Source: Moshier, Cephes mathematical library, `ndtri`.
enum NormalQuantile: TensorFlowConversion {
  static let tensorFlowNames = ["Erfinv", "Ndtri"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    if node.operation == "Ndtri" { return [try legalizer.normalQuantile(x, scale: 1)] }
    let probability = try legalizer.sum(legalizer.product(x, 0.5), 0.5)
    return [try legalizer.normalQuantile(probability, scale: 0.707_106_77)]
  }
}

/// Numerator and denominator of a rational function, highest powers first.
private struct RationalFunction {
  let numerator: [Float]
  let denominator: [Float]

  /// Of `(p − ½)²`, for p from exp(−2) to 1 − exp(−2).
  static let middle = RationalFunction(
    numerator: [
      -59.963_350_101_410_79, 98.001_075_418_599_97, -56.676_285_746_907_03,
      13.931_260_938_727_968, -1.239_165_838_673_812_6,
    ],
    denominator: [
      1, 1.954_488_583_381_417_6, 4.676_279_128_988_815, 86.360_242_139_089_06,
      -225.462_687_854_119_37, 200.260_212_380_060_66, -82.037_225_616_833_34,
      15.905_622_512_621_17, -1.183_316_211_213_300_3,
    ])

  /// Of `1 / √(−2 log p)`, for roots up to 8.
  static let near = RationalFunction(
    numerator: [
      4.055_448_923_059_624, 31.525_109_459_989_386, 57.162_819_224_642_13,
      44.080_507_389_320_08, 14.684_956_185_892_802, 2.186_633_068_507_902_7,
      -0.140_256_079_171_354_5, -0.035_042_462_682_784_82, -8.574_567_851_546_854e-4,
    ],
    denominator: [
      1, 15.779_988_325_646_675, 45.390_763_512_887_92, 41.317_203_825_467_2,
      15.042_538_569_290_75, 2.504_649_462_083_094, -0.142_182_922_854_787_8,
      -0.038_080_640_769_157_83, -9.332_594_808_954_574e-4,
    ])

  /// Of `1 / √(−2 log p)`, for larger roots.
  static let far = RationalFunction(
    numerator: [
      3.237_748_917_769_46, 6.915_228_890_689_842, 3.938_810_252_924_744_3,
      1.333_034_608_158_075_4, 0.201_485_389_549_179_08, 0.012_371_663_481_782_003,
      3.015_815_535_082_354e-4, 2.658_069_746_867_375_6e-6, 6.239_745_391_849_833e-9,
    ],
    denominator: [
      1, 6.024_270_393_647_42, 3.679_835_638_561_609, 1.377_020_994_890_813_3,
      0.216_236_993_594_496_64, 0.013_420_400_608_854_32, 3.280_144_646_821_277_4e-4,
      2.892_478_647_453_807e-6, 6.790_194_080_099_813e-9,
    ])
}

extension Legalizer {
  private mutating func value(
    _ function: RationalFunction, at x: ValueID
  ) throws(ConversionError) -> ValueID {
    try quotient(
      polynomial(function.numerator, of: x), polynomial(function.denominator, of: x))
  }

  /// A multiple of the quantile; infinite at 0 and 1, not-a-number outside.
  mutating func normalQuantile(
    _ p: ValueID, scale: Float
  ) throws(ConversionError) -> ValueID {
    let bound: Float = 0.135_335_28  // exp(−2)
    let isHigh = try isGreater(p, 1 - bound)
    let tail = try choice(isHigh, difference(1, p), p)
    let centred = try difference(tail, 0.5)
    let square = try squared(centred)
    let rootOfTwoPi: Float = 2.506_628_3
    let middle = try product(
      sum(centred, product(product(centred, square), value(.middle, at: square))), rootOfTwoPi)
    let root = try squareRoot(product(logarithm(tail), -2))
    let inverse = try quotient(1, root)
    let correction = try product(
      inverse,
      choice(isLess(root, 8), value(.near, at: inverse), value(.far, at: inverse)))
    let outer = try difference(
      difference(root, quotient(logarithm(root), root)), correction)
    let signed = try choice(isHigh, outer, negated(outer))
    let result = try product(choice(isGreater(tail, bound), middle, signed), scale)
    let lower = try choice(isEqual(p, 0), -.infinity, result)
    return try choice(isEqual(p, 1), .infinity, lower)
  }
}
