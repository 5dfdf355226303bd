// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// Normalization by statistics of training, or of the sample.
let normalizationLayers: [LayerKind] = [
  LayerKind(
    "BatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2",
    "SyncBatchNormalization", mask: .kept,
    variables: scaleCenterAndStatistics
  ) { call in [MaskedTensor(try batchNormalization(call))] },
  LayerKind("LayerNormalization", mask: .kept, variables: scaleAndCenter) { call in
    [MaskedTensor(try layerNormalization(call))]
  },
  LayerKind("GroupNormalization", mask: .kept, variables: scaleAndCenter) { call in
    [MaskedTensor(try groupNormalization(call))]
  },
  LayerKind(
    "RMSNormalization", mask: .kept, variables: named("scale")
  ) { call in [MaskedTensor(try rootMeanSquareNormalization(call))] },
  LayerKind(simple: "UnitNormalization", mask: .kept) { call, x in
    let axes = try call.config["axis"].integers ?? [call.config.integer("axis", default: -1)]
    return try call.builder.normalized(x, axes: axes)
  },
  LayerKind(
    "SpectralNormalization", mask: .kept,
    variables: powerVector,
    sublayers: wrapped
  ) { call in
    // The stored kernel is normalized already; only training does it anew.
    try call.call(call.layer.sublayer("layer"), call.arguments, call.keywords)
  },
]

/// Layers that `keras.applications` defines for itself.
let applicationLayers: [LayerKind] = [
  LayerKind(simple: "LayerScale", mask: .kept, variables: named("gamma")) { call, x in
    try call.builder.multiply(x, call.weight("gamma", [x.shape.last ?? nil]))
  },
  LayerKind("StochasticDepth", mask: .kept) { call in
    call.inputs.map { MaskedTensor($0.tensor) }
  },
]

/// Gamma where there is scaling, beta where there is centering.
private func scaleAndCenter(_ config: LayerConfig) throws -> [LayerVariable] {
  let isScaled = try config.bool("scale", default: true)
  let isCentered =
    try config.bool("center", default: true) && !config.bool("rms_scaling", default: false)
  return LayerVariable.list((isScaled ? ["gamma"] : []) + (isCentered ? ["beta"] : []))
}

/// The statistics of training behind gamma and beta; gradients do not change them.
private func scaleCenterAndStatistics(_ config: LayerConfig) throws -> [LayerVariable] {
  let first = try scaleAndCenter(config)
  return first
    + ["moving_mean", "moving_variance"].enumerated().map {
      LayerVariable($1, first.count + $0, isTrainable: false)
    }
}

/// What training keeps of the last estimate of the largest singular value.
private func powerVector(_ config: LayerConfig) -> [LayerVariable] {
  [LayerVariable("vector_u", 0, isTrainable: false)]
}

extension GraphBuilder {
  /// `x / √(Σ x²)` along axes.
  func normalized(_ x: Tensor, axes: [Int]) throws -> Tensor {
    let sum = try reduce("Sum", unary("Square", x), axes: axes, keepsAxes: true)
    return try multiply(x, unary("Rsqrt", maximum(sum, 1e-12)))
  }

  /// Mean and variance along axes, which stay with size 1.
  func moments(_ x: Tensor, axes: [Int]) throws -> (mean: Tensor, variance: Tensor) {
    let mean = try reduce("Mean", x, axes: axes, keepsAxes: true)
    let squares = try binary("SquaredDifference", x, mean)
    return (mean, try reduce("Mean", squares, axes: axes, keepsAxes: true))
  }
}

extension LayerConfig {
  /// The axis setting as one or several.
  fileprivate func axes(default fallback: Int = -1) throws -> [Int] {
    if let axes = self["axis"].integers, !axes.isEmpty { return axes }
    return [try integer("axis", default: fallback)]
  }
}

private func batchNormalization(_ call: LayerCall) throws -> Tensor {
  let x = try call.floatInput()
  let axes = try call.config.axes()
  guard axes.count == 1 else { throw call.config.error("it has axes \(axes), one is supported") }
  let axis = try x.axis(axes[0])
  let count = x.shape[axis]
  let epsilon = try call.config.number("epsilon", default: 0.001)
  let mean = try call.array("moving_mean", [count])
  let variance = try call.array("moving_variance", [count])
  let gamma =
    call.layer.weights["gamma"] == nil
    ? FloatArray(Array(repeating: 1, count: mean.shape[0]), shape: mean.shape)
    : try call.array("gamma", [count])
  let beta =
    call.layer.weights["beta"] == nil
    ? FloatArray(Array(repeating: 0, count: mean.shape[0]), shape: mean.shape)
    : try call.array("beta", [count])
  let b = call.builder
  if x.rank == 4, axis == 3 {
    let names = ["gamma", "beta", "moving_mean", "moving_variance"]
    let weights = zip([gamma, beta, mean, variance], names).map {
      b.constant($0, name: "\(b.scope)/\($1)")
    }
    let results = try b.emit(
      "FusedBatchNormV3", [x] + weights,
      [
        "T": .type(.float32), "U": .type(.float32), "epsilon": .float(Float(epsilon)),
        "is_training": .bool(false), "data_format": .string("NHWC"),
      ],
      results: [(.float32, x.shape)]
        + Array(repeating: (.float32, mean.shape.map { $0 }), count: 5))
    return results[0]
  }
  return try scaledByStatistics(
    b, x, axis: axis, (gamma.numbers, beta.numbers), (mean.numbers, variance.numbers),
    epsilon: epsilon)
}

/// `x · γ / √(σ² + ε) + β − μ · γ / √(σ² + ε)` for statistics of each element of an axis.
private func scaledByStatistics(
  _ b: GraphBuilder, _ x: Tensor, axis: Int, _ scale: (gamma: [Float], beta: [Float]),
  _ statistics: (mean: [Float], variance: [Float]), epsilon: Double
) throws -> Tensor {
  let factors = zip(scale.gamma, statistics.variance).map {
    $0 / ($1 + Float(epsilon)).squareRoot()
  }
  let addends = zip(scale.beta, zip(statistics.mean, factors)).map { $0 - $1.0 * $1.1 }
  // Broadcasting aligns last axes.
  let shape = [factors.count] + Array(repeating: 1, count: x.rank - 1 - axis)
  return try b.add(
    b.multiply(x, b.constant(factors, shape: shape)), b.constant(addends, shape: shape))
}

private func layerNormalization(_ call: LayerCall) throws -> Tensor {
  let x = try call.floatInput()
  let b = call.builder
  let axes = try call.config.axes().map { try x.axis($0) }.sorted()
  let epsilon = try call.config.number("epsilon", default: 0.001)
  let sizes = axes.map { x.shape[$0] }
  // Weights have the sizes of these axes, all others are 1.
  let shape = x.shape.indices.map { axes.contains($0) ? x.shape[$0] ?? -1 : 1 }
  func spread(_ name: String) throws -> Tensor {
    let array = try call.array(name, sizes)
    let isLast = axes == Array(x.rank - axes.count..<x.rank)
    return b.constant(isLast ? array : array.reshaped(shape), name: "\(b.scope)/\(name)")
  }
  if try call.config.bool("rms_scaling", default: false) {
    let variance = try b.moments(x, axes: axes).variance
    let scaled = try b.multiply(x, b.unary("Rsqrt", b.add(variance, epsilon)))
    return try b.multiply(scaled, spread("gamma"))
  }
  let (mean, variance) = try b.moments(x, axes: axes)
  var result = try b.multiply(
    b.subtract(x, mean), b.unary("Rsqrt", b.add(variance, epsilon)))
  if try call.config.bool("scale", default: true) {
    result = try b.multiply(result, spread("gamma"))
  }
  if try call.config.bool("center", default: true) { result = try b.add(result, spread("beta")) }
  return result
}

private func groupNormalization(_ call: LayerCall) throws -> Tensor {
  let x = try call.floatInput()
  let b = call.builder
  let axis = try x.axis(call.config.axes()[0])
  guard let channels = x.shape[axis], axis > 0 else {
    throw call.config.error("its axis has an open size")
  }
  let given = try call.config.integer("groups", default: 32)
  let groups = given == -1 ? channels : given
  guard groups > 0, channels % groups == 0 else {
    throw call.config.error("\(channels) channels are not divided by \(groups) groups")
  }
  var sizes = try b.sizes(of: x)
  let own = sizes
  sizes[axis] = .known(groups)
  sizes.insert(.known(channels / groups), at: axis + 1)
  let grouped = try b.reshape(x, to: sizes)
  let axes = (1..<grouped.rank).filter { $0 != axis }
  let (mean, variance) = try b.moments(grouped, axes: axes)
  let epsilon = try call.config.number("epsilon", default: 0.001)
  let normalized = try b.multiply(
    b.subtract(grouped, mean), b.unary("Rsqrt", b.add(variance, epsilon)))
  var result = try b.reshape(normalized, to: own)
  let shape = [channels] + Array(repeating: 1, count: x.rank - 1 - axis)
  if try call.config.bool("scale", default: true) {
    let gamma = try call.array("gamma", [channels]).reshaped(shape)
    result = try b.multiply(result, b.constant(gamma, name: "\(b.scope)/gamma"))
  }
  if try call.config.bool("center", default: true) {
    let beta = try call.array("beta", [channels]).reshaped(shape)
    result = try b.add(result, b.constant(beta, name: "\(b.scope)/beta"))
  }
  return result
}

private func rootMeanSquareNormalization(_ call: LayerCall) throws -> Tensor {
  let x = try call.floatInput()
  let b = call.builder
  let axes = try call.config.axes().map { try x.axis($0) }.sorted()
  let mean = try b.reduce("Mean", b.unary("Square", x), axes: axes, keepsAxes: true)
  let epsilon = try call.config.number("epsilon", default: 1e-6)
  let scaled = try b.multiply(x, b.unary("Rsqrt", b.add(mean, epsilon)))
  let shape = x.shape.indices.map { axes.contains($0) ? x.shape[$0] ?? -1 : 1 }
  let scale = try call.array("scale", axes.map { x.shape[$0] }).reshaped(shape)
  return try b.multiply(scaled, b.constant(scale, name: "\(b.scope)/scale"))
}
