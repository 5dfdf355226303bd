// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// `x · y`, and 0 where `y` is 0 whatever `x` is; `x / y`, and 0 where `x` is 0.
enum GuardedProduct: TensorFlowConversion {
  static let tensorFlowNames = ["MulNoNan", "Xdivy"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, y) = (try node.input(0), try node.input(1))
    let isProduct = node.operation == "MulNoNan"
    let result = try legalizer.emit(isProduct ? .mul(Mul()) : .div(Div()), x, y)
    return [try legalizer.guarded(result, where: isProduct ? y : x)]
  }
}

/// `x · log(y)` or `x · log(1 + y)`, and 0 where `x` is 0.
enum GuardedLogarithm: TensorFlowConversion {
  static let tensorFlowNames = ["Xlog1py", "Xlogy"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    var y = try node.input(1)
    if node.operation == "Xlog1py" {
      let one = try legalizer.constant(scalar: 1, type: .float32)
      y = try legalizer.emit(.add(Add()), y, one)
    }
    let product = try legalizer.emit(.mul(Mul()), x, legalizer.emit(.log(Log()), y))
    return [try legalizer.guarded(product, where: x)]
  }
}

extension Legalizer {
  /// The value, and 0 where `selector` is 0.
  fileprivate mutating func guarded(
    _ value: ValueID, where selector: ValueID
  ) throws(ConversionError) -> ValueID {
    let zero = try zero(of: type(of: value))
    let isZero = try emit(.equal(Equal()), selector, zero)
    return try emit(.selectV2(SelectV2()), isZero, zero, value)
  }
}

/// Whether numbers are NaN: those that do not equal themselves.
enum NotANumber: TensorFlowConversion {
  static let tensorFlowNames = ["IsNan"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    return [try legalizer.emit(.notEqual(NotEqual()), x, x)]
  }
}

/// Whether numbers are finite, `|x| < ∞`, or infinite, `|x| = ∞`.
enum CheckOfInfinity: TensorFlowConversion {
  static let tensorFlowNames = ["IsFinite", "IsInf"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let magnitude = try legalizer.emit(.abs(Abs()), node.input(0))
    let infinity = try legalizer.constant(scalar: .infinity, type: .float32)
    let comparison: Operator = node.operation == "IsInf" ? .equal(Equal()) : .less(Less())
    return [try legalizer.emit(comparison, magnitude, infinity)]
  }
}
