// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Layers that bring numbers into the form that models take.
let preprocessingLayers: [LayerKind] = [
  LayerKind(simple: "Rescaling", mask: .kept) { call, x in
    let b = call.builder
    let scale = try numbers(call, "scale", default: 1)
    let offset = try numbers(call, "offset", default: 0)
    return try b.add(b.multiply(b.cast(x, to: .float32), scale), offset)
  },
  LayerKind(
    "Normalization", mask: .kept,
    variables: learnedStatistics
  ) { call in [MaskedTensor(try normalization(call))] },
  LayerKind(simple: "Discretization") { call, x in try discretization(call, x) },
  LayerKind("CategoryEncoding") { call in [MaskedTensor(try categoryEncoding(call))] },
]

/// Mean and variance where these are not settings.
private func learnedStatistics(_ config: LayerConfig) -> [LayerVariable] {
  guard config["mean"] == .null else { return [] }
  return ["mean", "variance", "count"].enumerated().map {
    LayerVariable($1, $0, isTrainable: false, isOptional: $1 == "count")
  }
}

/// A setting of one number or several along the last axis.
private func numbers(_ call: LayerCall, _ key: String, default fallback: Double) throws -> Tensor {
  let json = call.config[key]
  if let list = json.array ?? json["config"]["value"].array {
    let numbers = list.compactMap(\.number)
    guard numbers.count == list.count else {
      throw call.config.error("setting '\(key)' is no list of numbers")
    }
    return call.builder.constant(numbers.map { Float($0) })
  }
  return call.builder.scalar(try call.config.number(key, default: fallback))
}

/// All numbers of nested lists.
private func flat(_ json: JSON) -> [Float] {
  if let number = json.number { return [Float(number)] }
  return (json.array ?? json["config"]["value"].array ?? []).flatMap(flat)
}

private func normalization(_ call: LayerCall) throws -> Tensor {
  let x = try call.floatInput()
  let b = call.builder
  let axes = try
    (call.config["axis"].integers ?? call.config["axis"].integer.map { [$0] }
    ?? (call.config["axis"] == .null ? [] : [-1])).map { try x.axis($0) }
  let sizes = axes.sorted().map { x.shape[$0] }
  func statistic(_ name: String) throws -> [Float] {
    if call.config[name] != .null { return flat(call.config[name]) }
    return try call.array(name, sizes).numbers
  }
  var (mean, variance) = (try statistic("mean"), try statistic("variance"))
  let count = max(mean.count, variance.count)
  if mean.count == 1 { mean = Array(repeating: mean[0], count: count) }
  if variance.count == 1 { variance = Array(repeating: variance[0], count: count) }
  let shape = x.shape.indices.map { axes.contains($0) && count > 1 ? x.shape[$0] ?? -1 : 1 }
  guard mean.count == count, variance.count == count, shape.reduce(1, *) == count else {
    throw call.config.error(
      "its \(count) means do not fit its input of shape \(b.text(x.shape))")
  }
  // The smallest divisor that Keras allows.
  let deviations = variance.map { max($0.squareRoot(), 1e-7) }
  let (m, s) = (b.constant(mean, shape: shape), b.constant(deviations, shape: shape))
  return try call.config.bool("invert", default: false)
    ? b.add(m, b.multiply(x, s)) : b.divide(b.subtract(x, m), s)
}

private func discretization(_ call: LayerCall, _ x: Tensor) throws -> Tensor {
  let boundaries = flat(call.config["bin_boundaries"])
  guard !boundaries.isEmpty else {
    throw call.config.error("its boundaries are not in the file; give them as bin_boundaries")
  }
  let bins = try call.builder.emit(
    "Bucketize", [call.builder.cast(x, to: .float32)],
    ["T": .type(.float32), "boundaries": .list(boundaries.map { .float($0) })], type: .int32,
    shape: x.shape)
  let mode = try call.config.string("output_mode", default: "int")
  guard mode != "int" || call.builder.program.kerasVersion >= 3 else {
    return call.builder.cast(bins, to: .int64)
  }
  return try encoded(
    call, bins, mode: mode,
    count: boundaries.count + 1, weights: nil)
}

private func categoryEncoding(_ call: LayerCall) throws -> Tensor {
  let x = try call.input()
  let weights = call.argument(1, "count_weights")?.tensors.first?.tensor
  return try encoded(
    call, call.builder.cast(x, to: .int32),
    mode: call.config.string("output_mode", default: "multi_hot"),
    count: call.config.integer("num_tokens"), weights: weights)
}

/// Numbers of categories as they are, as one vector each, or as one for all of a sample.
func encoded(
  _ call: LayerCall, _ x: Tensor, mode: String, count: Int, weights: Tensor?
) throws -> Tensor {
  let b = call.builder
  if mode == "int" { return x }
  var indices = x
  if mode == "one_hot" {
    if indices.rank > 1, indices.shape.last == 1 {
      indices = try b.squeeze(indices, axes: [indices.rank - 1])
    }
    return try b.oneHot(indices, count)
  }
  if indices.rank == 1 { indices = try b.expand(indices, axis: 1) }
  let vectors = try b.oneHot(indices, count)
  switch mode {
  case "multi_hot", "binary": return try b.reduce("Max", vectors, axes: [-2])
  case "count":
    guard let weights else { return try b.reduce("Sum", vectors, axes: [-2]) }
    let factors = try b.expand(b.cast(weights, to: .float32), axis: weights.rank)
    return try b.reduce("Sum", b.multiply(vectors, factors), axes: [-2])
  default: throw call.config.error("output_mode '\(mode)' is not supported")
  }
}

extension GraphBuilder {
  /// A vector of `count` numbers for each index, which has a 1 there.
  func oneHot(_ x: Tensor, _ count: Int, axis: Int = -1) throws -> Tensor {
    let position = axis < 0 ? axis + x.rank + 1 : axis
    guard (0...x.rank).contains(position) else {
      throw importError("axis \(axis) is outside of rank \(x.rank + 1)")
    }
    var shape = x.shape
    shape.insert(count, at: position)
    return try emit(
      "OneHot", [x, constant([count], shape: []), scalar(1), scalar(0)],
      [
        "T": .type(.float32), "TI": .type(x.type),
        "axis": .integer(position == x.rank ? -1 : position),
      ], type: .float32, shape: shape)
  }
}
