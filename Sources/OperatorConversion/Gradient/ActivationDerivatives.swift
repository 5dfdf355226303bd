// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// What comes back through a function of single elements, given what came back to its result.
///
/// With `g` for that, `x` for an element of the operand and `y` for one of the result:
///
/// | operator         | operands | result                                          |
/// |------------------|----------|-------------------------------------------------|
/// | `ReluGrad`       | `g, x`   | `g` where `x > 0`, else 0                       |
/// | `Relu6Grad`      | `g, x`   | `g` where `0 < x < 6`, else 0                   |
/// | `LeakyReluGrad`  | `g, x`   | `g` where `x > 0`, else `α · g`                 |
/// | `EluGrad`        | `g, y`   | `g · (y + 1)` where `y < 0`, else `g`           |
/// | `SeluGrad`       | `g, y`   | `g · (y + λ · α)` where `y < 0`, else `g · λ`   |
/// | `SoftplusGrad`   | `g, x`   | `g · sigmoid(x)`                                |
/// | `SoftsignGrad`   | `g, x`   | `g / (1 + │x│)²`                                |
/// | `TanhGrad`       | `y, g`   | `g · (1 − y²)`                                  |
/// | `SigmoidGrad`    | `y, g`   | `g · y · (1 − y)`                               |
/// | `RsqrtGrad`      | `y, g`   | `−½ · g · y³`                                   |
/// | `SqrtGrad`       | `y, g`   | `½ · g / y`                                     |
/// | `ReciprocalGrad` | `y, g`   | `−g · y²`                                       |
///
/// Where TensorFlow chooses, zeros are chosen, not multiplied with: an infinite `g` stays away.
enum ActivationDerivative: TensorFlowConversion {
  static let tensorFlowNames = [
    "EluGrad", "InvGrad", "LeakyReluGrad", "ReciprocalGrad", "Relu6Grad", "ReluGrad", "RsqrtGrad",
    "SeluGrad", "SigmoidGrad", "SoftplusGrad", "SoftsignGrad", "SqrtGrad", "TanhGrad",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (a, b) = (try node.input(0), try node.input(1))
    switch node.operation {
    case "ReluGrad", "Relu6Grad": return [try legalizer.rectified(a, x: b, node)]
    case "LeakyReluGrad":
      let slope = try legalizer.constant(
        scalar: node.float("alpha", default: 0.2), type: .float32)
      let isPositive = try legalizer.emit(.greater(Greater()), b, legalizer.float(0))
      let scaled = try legalizer.emit(.mul(Mul()), a, slope)
      return [try legalizer.emit(.selectV2(SelectV2()), isPositive, a, scaled)]
    case "EluGrad": return [try legalizer.exponential(a, y: b, scale: 1, shift: 1)]
    case "SeluGrad":
      return [
        try legalizer.exponential(
          a, y: b, scale: SelfNormalization.scale,
          shift: SelfNormalization.scale * SelfNormalization.alpha)
      ]
    case "SoftplusGrad":
      return [try legalizer.emit(.mul(Mul()), a, legalizer.emit(.logistic(Logistic()), b))]
    case "SoftsignGrad":
      let size = try legalizer.emit(.abs(Abs()), b)
      let sum = try legalizer.emit(.add(Add()), size, legalizer.float(1))
      return [try legalizer.emit(.div(Div()), a, legalizer.emit(.square(Square()), sum))]
    default: return [try legalizer.fromResult(a, gradient: b, node)]
    }
  }
}

extension Legalizer {
  /// A scalar of type float32.
  mutating func float(_ number: Float) throws(ConversionError) -> ValueID {
    try constant(scalar: number, type: .float32)
  }

  fileprivate mutating func rectified(
    _ gradient: ValueID, x: ValueID, _ node: TensorFlowNode
  ) throws(ConversionError) -> ValueID {
    var passes = try emit(.greater(Greater()), x, float(0))
    if node.operation == "Relu6Grad" {
      passes = try emit(
        .logicalAnd(LogicalAnd()), passes, emit(.less(Less()), x, float(6)))
    }
    return try emit(.selectV2(SelectV2()), passes, gradient, float(0))
  }

  /// `g · (y + shift)` where `y < 0`, else `g · scale`.
  fileprivate mutating func exponential(
    _ gradient: ValueID, y: ValueID, scale: Float, shift: Float
  ) throws(ConversionError) -> ValueID {
    let isNegative = try emit(.less(Less()), y, float(0))
    let curved = try emit(.mul(Mul()), gradient, emit(.add(Add()), y, float(shift)))
    let straight = scale == 1 ? gradient : try emit(.mul(Mul()), gradient, float(scale))
    return try emit(.selectV2(SelectV2()), isNegative, curved, straight)
  }

  /// Derivatives that follow from the result alone.
  fileprivate mutating func fromResult(
    _ y: ValueID, gradient: ValueID, _ node: TensorFlowNode
  ) throws(ConversionError) -> ValueID {
    if node.operation == "SqrtGrad" {
      let half = try emit(.mul(Mul()), gradient, float(0.5))
      return try emit(.div(Div()), half, y)
    }
    let square = try emit(.square(Square()), y)
    let derivative: ValueID
    switch node.operation {
    case "TanhGrad": derivative = try emit(.sub(Sub()), float(1), square)
    case "SigmoidGrad": derivative = try emit(.sub(Sub()), y, square)
    case "RsqrtGrad":
      derivative = try emit(.mul(Mul()), emit(.mul(Mul()), square, y), float(-0.5))
    default: derivative = try emit(.neg(Neg()), square)
    }
    return try emit(.mul(Mul()), gradient, derivative)
  }
}
