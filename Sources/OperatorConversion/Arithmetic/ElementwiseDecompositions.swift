// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// `1 / x`.
enum Reciprocal: TensorFlowConversion {
  static let tensorFlowNames = ["Inv", "Reciprocal"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let one = try legalizer.constant(scalar: 1, type: legalizer.type(of: x))
    return [try legalizer.emit(.div(Div()), one, x)]
  }
}

/// `x / y`, and 0 where `y` is 0.
enum DivisionWithoutNaN: TensorFlowConversion {
  static let tensorFlowNames = ["DivNoNan"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, y) = (try node.input(0), try node.input(1))
    let zero = try legalizer.constant(scalar: 0, type: legalizer.type(of: y))
    let quotient = try legalizer.emit(.div(Div()), x, y)
    let isZero = try legalizer.emit(.equal(Equal()), y, zero)
    return [try legalizer.emit(.selectV2(SelectV2()), isZero, zero, quotient)]
  }
}

/// `log(1 + x)`.
enum LogarithmOfOneMore: TensorFlowConversion {
  static let tensorFlowNames = ["Log1p"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let one = try legalizer.constant(scalar: 1, type: .float32)
    let sum = try legalizer.emit(.add(Add()), node.input(0), one)
    return [try legalizer.emit(.log(Log()), sum)]
  }
}

/// `exp(x) − 1`.
enum ExponentialLessOne: TensorFlowConversion {
  static let tensorFlowNames = ["Expm1"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let one = try legalizer.constant(scalar: 1, type: .float32)
    let power = try legalizer.emit(.exp(Exp()), node.input(0))
    return [try legalizer.emit(.sub(Sub()), power, one)]
  }
}

/// `log(1 + exp(x))` as `max(x, 0) + log(1 + exp(−|x|))`, which does not overflow.
enum Softplus: TensorFlowConversion {
  static let tensorFlowNames = ["Softplus"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let one = try legalizer.constant(scalar: 1, type: .float32)
    let positive = try legalizer.emit(.relu(Relu()), x)
    let magnitude = try legalizer.emit(.abs(Abs()), x)
    let negated = try legalizer.emit(.neg(Neg()), magnitude)
    let power = try legalizer.emit(.exp(Exp()), negated)
    let sum = try legalizer.emit(.add(Add()), power, one)
    let rest = try legalizer.emit(.log(Log()), sum)
    return [try legalizer.emit(.add(Add()), positive, rest)]
  }
}

/// `x / (1 + |x|)`.
enum Softsign: TensorFlowConversion {
  static let tensorFlowNames = ["Softsign"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let one = try legalizer.constant(scalar: 1, type: .float32)
    let magnitude = try legalizer.emit(.abs(Abs()), x)
    let sum = try legalizer.emit(.add(Add()), magnitude, one)
    return [try legalizer.emit(.div(Div()), x, sum)]
  }
}

/// The constants of self-normalizing networks.
enum SelfNormalization {
  static let scale: Float = 1.050_700_987_355_480_5
  static let alpha: Float = 1.673_263_242_354_377_2
}

/// `λ · x` for positive `x`, else `λ · α · (exp(x) − 1)`, with the constants of self-normalizing
/// networks.
///
/// Written as `λ · max(x, 0) + λ · α · elu(min(x, 0))`.
enum ScaledExponentialLinearUnit: TensorFlowConversion {
  static let tensorFlowNames = ["Selu"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let (scale, alpha) = (SelfNormalization.scale, SelfNormalization.alpha)
    let zero = try legalizer.constant(scalar: 0, type: .float32)
    let outer = try legalizer.constant(scalar: scale, type: .float32)
    let inner = try legalizer.constant(scalar: scale * alpha, type: .float32)
    let positive = try legalizer.emit(.relu(Relu()), x)
    let negative = try legalizer.emit(.minimum(Minimum()), x, zero)
    let exponential = try legalizer.emit(.elu(Elu()), negative)
    let left = try legalizer.emit(.mul(Mul()), positive, outer)
    let right = try legalizer.emit(.mul(Mul()), exponential, inner)
    return [try legalizer.emit(.add(Add()), left, right)]
  }
}
