// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Batch normalization, as a product and a sum for each channel.
///
/// `y = x · m + a` with `m = γ / √(σ² + ε)` and `a = β − μ · m`. With trained statistics `m` and `a` are
/// computed when constants are folded; in training mean and variance are those of the batch.
enum BatchNormalization: TensorFlowConversion {
  static let tensorFlowNames = ["FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let format = try node.string("data_format", default: "NHWC")
    guard format == "NHWC" || format == "NCHW" else {
      throw node.error("data_format \(format) is not supported, use NHWC")
    }
    let (mean, variance) = (try node.input(3), try node.input(4))
    guard try node.bool("is_training", default: true) else {
      let result = try legalizer.normalized(
        node.input(0), node, mean: mean, variance: variance, isChannelsFirst: format == "NCHW")
      // The other results repeat the statistics, for training only.
      return [result] + (1..<max(node.resultCount, 1)).map { $0 % 2 == 1 ? mean : variance }
    }
    let x = try legalizer.image(node.input(0), of: node)
    let batch = try legalizer.statistics(of: x)
    var result = try legalizer.normalized(
      x, node, mean: batch.mean, variance: batch.variance, isChannelsFirst: false)
    if format == "NCHW" { result = try legalizer.channelsFirst(result) }
    // The variance that is handed on estimates that of all data: n − 1 in place of n.
    let estimate = try legalizer.emit(.mul(Mul()), batch.variance, batch.correction)
    let factor = try node.float("exponential_avg_factor", default: 1)
    let statistics = [
      try legalizer.average(mean, batch.mean, share: factor),
      try legalizer.average(variance, estimate, share: factor),
    ]
    let others = statistics + [batch.mean, batch.variance, batch.mean]
    return [result] + others.prefix(max(node.resultCount - 1, 0))
  }
}

/// What comes back through batch normalization to the data, to γ and to β.
///
/// With `g` for what came back to the result, `c = x − μ`, `r = 1 / √(σ² + ε)`:
/// `dβ = Σ g`, `dγ = r · Σ g · c`, and `dx = γ · r · (g − dβ/n − c · r · dγ/n)` in training, `γ · r · g` else.
enum BatchNormalizationGradient: TensorFlowConversion {
  static let tensorFlowNames = [
    "FusedBatchNormGrad", "FusedBatchNormGradV2", "FusedBatchNormGradV3",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let gradient = try legalizer.image(node.input(0), of: node)
    let (x, gamma) = (try legalizer.image(node.input(1), of: node), try node.input(2))
    let (mean, variance) = (try node.input(3), try node.input(4))
    let axes = try legalizer.constant(integers: [0, 1, 2])
    let epsilon = try legalizer.float(node.float("epsilon", default: 0.0001))
    let inverse = try legalizer.emit(
      .rsqrt(Rsqrt()), legalizer.emit(.add(Add()), variance, epsilon))
    let centered = try legalizer.emit(.sub(Sub()), x, mean)
    let products = try legalizer.emit(.mul(Mul()), gradient, centered)
    let offsetGradient = try legalizer.emit(.sum(Sum()), gradient, axes)
    let scaleGradient = try legalizer.emit(
      .mul(Mul()), legalizer.emit(.sum(Sum()), products, axes), inverse)
    let scale = try legalizer.emit(.mul(Mul()), gamma, inverse)
    var rest = gradient
    if try node.bool("is_training", default: true) {
      let shift = try legalizer.emit(.mean(Mean()), gradient, axes)
      let slope = try legalizer.emit(
        .mul(Mul()), legalizer.emit(.mean(Mean()), products, axes),
        legalizer.emit(.square(Square()), inverse))
      let along = try legalizer.emit(.mul(Mul()), centered, slope)
      rest = try legalizer.emit(.sub(Sub()), gradient, shift)
      rest = try legalizer.emit(.sub(Sub()), rest, along)
    }
    var result = try legalizer.emit(.mul(Mul()), rest, scale)
    if try node.string("data_format", default: "NHWC") == "NCHW" {
      result = try legalizer.channelsFirst(result)
    }
    let all = [result, scaleGradient, offsetGradient, mean, variance]
    return Array(all.prefix(node.resultCount))
  }
}

/// Mean and variance of each channel of a batch.
private struct BatchStatistics {
  let mean: ValueID
  let variance: ValueID
  /// `n / (n − 1)` for n values in a channel; 1 for one.
  let correction: ValueID
}

extension Legalizer {
  /// An operand with its channels last, whatever the node's layout is.
  fileprivate mutating func image(
    _ value: ValueID, of node: TensorFlowNode
  ) throws(ConversionError) -> ValueID {
    try node.string("data_format", default: "NHWC") == "NCHW" ? channelsLast(value) : value
  }

  fileprivate mutating func normalized(
    _ x: ValueID, _ node: TensorFlowNode, mean: ValueID, variance: ValueID, isChannelsFirst: Bool
  ) throws(ConversionError) -> ValueID {
    // TensorFlow's default is 0.0001, and cuDNN's least is 1.001e-5.
    let epsilon = try float(node.float("epsilon", default: 0.0001))
    let shifted = try emit(.add(Add()), variance, epsilon)
    let inverse = try emit(.rsqrt(Rsqrt()), shifted)
    var factor = try emit(.mul(Mul()), node.input(1), inverse)
    let offset = try emit(.mul(Mul()), mean, factor)
    var addend = try emit(.sub(Sub()), node.input(2), offset)
    if isChannelsFirst {
      factor = try reshaped(factor, to: [-1, 1, 1])
      addend = try reshaped(addend, to: [-1, 1, 1])
    }
    let product = try emit(.mul(Mul()), x, factor)
    return try emit(.add(Add()), product, addend)
  }

  fileprivate mutating func statistics(
    of x: ValueID
  ) throws(ConversionError) -> BatchStatistics {
    let sizes = try sizes(of: x)
    guard sizes.count == 4 else { throw error("needs a batch of images") }
    let axes = try constant(integers: [0, 1, 2])
    let mean = try emit(.mean(Mean()), x, axes)
    let squares = try emit(.squaredDifference(SquaredDifference()), x, mean)
    let variance = try emit(.mean(Mean()), squares, axes)
    return BatchStatistics(
      mean: mean, variance: variance, correction: try correction(sizes.dropLast()))
  }

  /// `n / max(n − 1, 1)` for the product n of sizes.
  private mutating func correction(
    _ sizes: some Sequence<RuntimeSize>
  ) throws(ConversionError) -> ValueID {
    var known = 1
    var count: ValueID?
    for size in sizes {
      if let number = size.known {
        known = known.saturatingProduct(number)
      } else {
        let open = try scalar(size)
        if let others = count {
          count = try emit(.mul(Mul()), others, open)
        } else {
          count = open
        }
      }
    }
    guard let count else { return try float(Float(known) / Float(max(known - 1, 1))) }
    let all = try emit(
      .cast(Cast(resultType: .float32)), emit(.mul(Mul()), count, scalar(known)))
    let less = try emit(.maximum(Maximum()), emit(.sub(Sub()), all, float(1)), float(1))
    return try emit(.div(Div()), all, less)
  }

  /// `old + share · (new − old)`.
  fileprivate mutating func average(
    _ old: ValueID, _ new: ValueID, share: Float
  ) throws(ConversionError) -> ValueID {
    guard share != 1 else { return new }
    let (kept, added) = (
      try emit(.mul(Mul()), old, float(1 - share)), try emit(.mul(Mul()), new, float(share))
    )
    return try emit(.add(Add()), kept, added)
  }
}
