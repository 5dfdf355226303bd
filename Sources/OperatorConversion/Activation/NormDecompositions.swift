// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// `√Σ x²` along axes.
enum EuclideanNorm: TensorFlowConversion {
  static let tensorFlowNames = ["EuclideanNorm"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let squares = try legalizer.emit(.square(Square()), node.input(0))
    let reduction = Sum(keepsDimensions: try node.bool("keep_dims"))
    let sum = try legalizer.emit(.sum(reduction), squares, node.input(1))
    return [try legalizer.emit(.sqrt(Sqrt()), sum)]
  }
}

/// `½ Σ x²` over all elements.
enum HalfOfSquares: TensorFlowConversion {
  static let tensorFlowNames = ["L2Loss"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let axes = try legalizer.constant(integers: Array(0..<legalizer.rank(of: x)))
    let sum = try legalizer.emit(.sum(Sum()), legalizer.emit(.square(Square()), x), axes)
    let half = try legalizer.constant(scalar: 0.5, type: .float32)
    return [try legalizer.emit(.mul(Mul()), sum, half)]
  }
}

/// `−Σ labels · log softmax(features)` along the last axis, and its gradient by the features,
/// `softmax(features) − labels`.
///
/// Labels are distributions, or the numbers of classes.
enum CrossEntropy: TensorFlowConversion {
  static let tensorFlowNames = [
    "SoftmaxCrossEntropyWithLogits", "SparseSoftmaxCrossEntropyWithLogits",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let features = try node.input(0)
    var labels = try node.input(1)
    if node.operation.hasPrefix("Sparse") {
      let sizes = try legalizer.sizes(of: features)
      guard sizes.count == 2 else { throw node.error("'features' must be a matrix") }
      let classes = try legalizer.scalar(sizes[1])
      let (one, zero) = (
        try legalizer.constant(scalar: 1, type: .float32),
        try legalizer.constant(scalar: 0, type: .float32)
      )
      labels = try legalizer.emit(.oneHot(OneHot()), labels, classes, one, zero)
    }
    let logarithms = try legalizer.emit(.logSoftmax(LogSoftmax()), features)
    let products = try legalizer.emit(.mul(Mul()), labels, logarithms)
    let axis = try legalizer.constant(integers: [legalizer.rank(of: products) - 1])
    let loss = try legalizer.emit(
      .neg(Neg()), legalizer.emit(.sum(Sum()), products, axis))
    let gradient = try legalizer.emit(
      .sub(Sub()), legalizer.emit(.softmax(Softmax(beta: 1)), features), labels)
    return [loss, gradient]
  }
}

/// `(x − μ) · factor + μ`, with the mean μ of each channel of each image.
enum ContrastAdjustment: TensorFlowConversion {
  static let tensorFlowNames = ["AdjustContrastv2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let rank = try legalizer.rank(of: x)
    guard rank >= 3 else { throw node.error("needs images of rank 3 at least") }
    let axes = try legalizer.constant(integers: [rank - 3, rank - 2])
    let mean = try legalizer.emit(.mean(Mean(keepsDimensions: true)), x, axes)
    let difference = try legalizer.emit(.sub(Sub()), x, mean)
    let scaled = try legalizer.emit(.mul(Mul()), difference, node.input(1))
    return [try legalizer.emit(.add(Add()), scaled, mean)]
  }
}

/// `tan(x) = sin(x) / cos(x)`.
enum Tangent: TensorFlowConversion {
  static let tensorFlowNames = ["Tan"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    return [
      try legalizer.emit(
        .div(Div()), legalizer.emit(.sin(Sin()), x), legalizer.emit(.cos(Cos()), x))
    ]
  }
}

/// `(exp(x) − exp(−x)) / 2`.
enum HyperbolicSine: TensorFlowConversion {
  static let tensorFlowNames = ["Sinh"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (growing, falling) = try legalizer.halfPowers(of: node.input(0))
    return [try legalizer.emit(.sub(Sub()), growing, falling)]
  }
}

/// `(exp(x) + exp(−x)) / 2`.
enum HyperbolicCosine: TensorFlowConversion {
  static let tensorFlowNames = ["Cosh"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (growing, falling) = try legalizer.halfPowers(of: node.input(0))
    return [try legalizer.emit(.add(Add()), growing, falling)]
  }
}

extension Legalizer {
  /// `exp(x) / 2` and `exp(−x) / 2`.
  fileprivate mutating func halfPowers(
    of x: ValueID
  ) throws(ConversionError) -> (ValueID, ValueID) {
    let half = try constant(scalar: 0.5, type: .float32)
    let growing = try emit(.mul(Mul()), emit(.exp(Exp()), x), half)
    let negated = try emit(.neg(Neg()), x)
    return (growing, try emit(.mul(Mul()), emit(.exp(Exp()), negated), half))
  }
}
