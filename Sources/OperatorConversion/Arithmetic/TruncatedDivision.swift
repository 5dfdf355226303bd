// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The quotient rounded towards 0, which is how the lite operator divides integers.
enum TruncatedDivision: TensorFlowConversion {
  static let tensorFlowNames = ["TruncateDiv"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, y) = (try node.input(0), try node.input(1))
    switch legalizer.type(of: x) {
    case .float32:
      let size = try legalizer.floor(legalizer.magnitude(legalizer.quotient(x, y)))
      let signs = try legalizer.product(
        legalizer.emit(.sign(Sign()), x), legalizer.emit(.sign(Sign()), y))
      return [try legalizer.product(size, signs)]
    case let type where type.bitCount.map { $0 < 32 } ?? false:
      let quotient = try legalizer.quotient(
        legalizer.converted(x, as: .int32), legalizer.converted(y, as: .int32))
      return [try legalizer.converted(quotient, as: type)]
    case .int64 where legalizer.needsLongDivision(x, y):
      let size = try legalizer.longQuotient(legalizer.positive(x), legalizer.positive(y))
      let isNegative = try legalizer.emit(
        .notEqual(NotEqual()), legalizer.isLess(x, 0), legalizer.isLess(y, 0))
      return [try legalizer.choice(isNegative, legalizer.negated(size), size)]
    default: return [try legalizer.quotient(x, y)]
    }
  }
}

/// What such a division leaves, with the sign of the dividend: that of the magnitudes.
enum TruncatedRemainder: TensorFlowConversion {
  static let tensorFlowNames = ["Mod", "TruncateMod"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, y) = (try node.input(0), try node.input(1))
    let size = try legalizer.emit(
      .floorMod(FloorMod()), legalizer.positive(x), legalizer.positive(y))
    let isNegative = try legalizer.isLess(x, legalizer.zero(of: legalizer.type(of: x)))
    return [try legalizer.choice(isNegative, legalizer.negated(size), size)]
  }
}

extension Legalizer {
  /// `|x|` of every type that NEG takes.
  fileprivate mutating func positive(_ x: ValueID) throws(ConversionError) -> ValueID {
    try maximum(x, negated(x))
  }
}
