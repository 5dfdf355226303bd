// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Angles by what their sine, cosine or tangent is, all by ATAN2.
enum InverseTrigonometry: TensorFlowConversion {
  static let tensorFlowNames = ["Acos", "Asin", "Atan", "Atan2"]

  /// `√((1 − x)(1 + x))` is exact near ±1, and not-a-number outside.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    if node.operation == "Atan2" {
      let (opposite, adjacent) = try legalizer.broadcast(x, node.input(1))
      return [try legalizer.emit(.atan2(Atan2()), opposite, adjacent)]
    }
    if node.operation == "Atan" {
      let one = try legalizer.constant(scalar: 1, type: legalizer.type(of: x))
      let ones = try legalizer.filled(legalizer.shapeVector(of: x), with: one)
      return [try legalizer.emit(.atan2(Atan2()), x, ones)]
    }
    let other = try legalizer.squareRoot(
      legalizer.product(legalizer.difference(1, x), legalizer.sum(x, 1)))
    let (opposite, adjacent) = node.operation == "Asin" ? (x, other) : (other, x)
    return [try legalizer.emit(.atan2(Atan2()), opposite, adjacent)]
  }
}

/// Areas by what their hyperbolic sine, cosine or tangent is.
enum InverseHyperbolic: TensorFlowConversion {
  static let tensorFlowNames = ["Acosh", "Asinh", "Atanh"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    switch node.operation {
    case "Atanh":
      let ratio = try legalizer.quotient(legalizer.sum(x, 1), legalizer.difference(1, x))
      let area = try legalizer.product(legalizer.logarithm(ratio), 0.5)
      let bounded = try legalizer.choice(legalizer.isEqual(x, -1), -.infinity, area)
      return [try legalizer.choice(legalizer.isEqual(x, 1), .infinity, bounded)]
    case "Acosh":
      let root = try legalizer.product(
        legalizer.squareRoot(legalizer.difference(x, 1)),
        legalizer.squareRoot(legalizer.sum(x, 1)))
      return [try legalizer.logarithmOfSum(x, root)]
    default:
      let size = try legalizer.magnitude(x)
      let root = try legalizer.squareRoot(legalizer.sum(legalizer.squared(x), 1))
      let area = try legalizer.logarithmOfSum(size, root)
      return [try legalizer.choice(legalizer.isLess(x, 0), legalizer.negated(area), area)]
    }
  }
}

extension Legalizer {
  /// `log(x + root)`, where the root is near x for large x: there it is `log(x) + log(2)`, since
  /// squares overflow.
  fileprivate mutating func logarithmOfSum(
    _ x: ValueID, _ root: ValueID
  ) throws(ConversionError) -> ValueID {
    let far = try sum(logarithm(x), 0.693_147_18)
    let area = try choice(isGreater(x, 1e9), far, logarithm(sum(x, root)))
    return try choice(isEqual(x, .infinity), .infinity, area)
  }
}
