// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// The largest and the mean of windows, and of all of space.
let poolingLayers: [LayerKind] = [
  LayerKind(simple: "MaxPooling1D", "MaxPool1D") { try pooling($0, $1, "MaxPool", axes: 1) },
  LayerKind(simple: "MaxPooling2D", "MaxPool2D") { try pooling($0, $1, "MaxPool", axes: 2) },
  LayerKind(simple: "MaxPooling3D", "MaxPool3D") { try pooling($0, $1, "MaxPool", axes: 3) },
  LayerKind(simple: "AveragePooling1D", "AvgPool1D") { try pooling($0, $1, "AvgPool", axes: 1) },
  LayerKind(simple: "AveragePooling2D", "AvgPool2D") { try pooling($0, $1, "AvgPool", axes: 2) },
  LayerKind(simple: "AveragePooling3D", "AvgPool3D") { try pooling($0, $1, "AvgPool", axes: 3) },
  LayerKind(
    simple: "GlobalMaxPooling1D", "GlobalMaxPool1D", "GlobalMaxPooling2D", "GlobalMaxPool2D",
    "GlobalMaxPooling3D", "GlobalMaxPool3D"
  ) { try globalPooling($0, $1, "Max") },
  LayerKind(
    simple: "GlobalAveragePooling2D", "GlobalAvgPool2D", "GlobalAveragePooling3D",
    "GlobalAvgPool3D"
  ) { try globalPooling($0, $1, "Mean") },
  LayerKind(simple: "GlobalAveragePooling1D", "GlobalAvgPool1D") { call, x in
    guard let mask = call.mask else { return try globalPooling(call, x, "Mean") }
    return try maskedMean(call, x, mask)
  },
  LayerKind(
    simple: "AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D", "AdaptiveAveragePooling3D"
  ) { try adaptivePooling($0, $1, "Mean") },
  LayerKind(simple: "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D") {
    try adaptivePooling($0, $1, "Max")
  },
]

private func pooling(
  _ call: LayerCall, _ x: Tensor, _ operation: String, axes: Int
) throws -> Tensor {
  let (window, _) = try call.config.window(axes: axes, sizes: "pool_size")
  let input = try call.prepared(x, axes: axes, window, isCausal: false)
  return try call.builder.channelsFirst(
    call.builder.pool(operation, input, window), if: call.config.isChannelsFirst)
}

private func globalPooling(
  _ call: LayerCall, _ x: Tensor, _ operation: String
) throws -> Tensor {
  guard x.rank >= 3 else { throw call.config.error("its input has rank \(x.rank), needs 3") }
  let axes = call.config.isChannelsFirst ? 2..<x.rank : 1..<x.rank - 1
  return try call.builder.reduce(
    operation, call.builder.cast(x, to: .float32), axes: Array(axes),
    keepsAxes: call.config.bool("keepdims", default: false))
}

/// The mean of the steps that count.
private func maskedMean(_ call: LayerCall, _ x: Tensor, _ mask: Tensor) throws -> Tensor {
  let b = call.builder
  let steps = call.config.isChannelsFirst ? 2 : 1
  let weights = try b.expand(b.cast(mask, to: .float32), axis: call.config.isChannelsFirst ? 1 : 2)
  let keepsAxes = try call.config.bool("keepdims", default: false)
  return try b.divide(
    b.reduce("Sum", b.multiply(x, weights), axes: [steps], keepsAxes: keepsAxes),
    b.reduce("Sum", weights, axes: [steps], keepsAxes: keepsAxes))
}

/// As many windows as asked for.
private func adaptivePooling(
  _ call: LayerCall, _ x: Tensor, _ operation: String
) throws -> Tensor {
  try x.requireRank(3...5)
  let input = try call.builder.channelsLast(x, if: call.config.isChannelsFirst)
  let targets = try call.config.integers("output_size", count: x.rank - 2)
  return try call.builder.channelsFirst(
    call.builder.poolAdaptively(operation, input, targets), if: call.config.isChannelsFirst)
}

extension GraphBuilder {
  /// The largest (`Max`) or the mean (`Mean`) of as many windows along each axis of space as asked for.
  func poolAdaptively(_ operation: String, _ x: Tensor, _ targets: [Int]) throws -> Tensor {
    try x.requireRank(3...5)
    let space = x.shape[1..<x.rank - 1].compactMap { $0 }
    guard space.count == targets.count, targets.count == x.rank - 2,
      !targets.contains(where: { $0 < 1 })
    else {
      throw importError("its input has an open size; fix the shape of the model's input")
    }
    if zip(space, targets).allSatisfy({ $0 % $1 == 0 }) {
      let sizes = zip(space, targets).map { $0 / $1 }
      let window = Window(
        sizes: sizes, strides: sizes, dilations: sizes.map { _ in 1 }, isSame: false)
      return try pool(operation == "Max" ? "MaxPool" : "AvgPool", x, window)
    }
    // A window is a product of ranges: one axis after the other.
    return try zip(space, targets).enumerated().reduce(x) { result, axis in
      let (size, target) = axis.element
      return size == target
        ? result
        : try poolAdaptively(operation, result, axis: axis.offset + 1, from: size, to: target)
    }
  }

  /// Ranges of unequal lengths, from the part below that they begin at to the part above that they
  /// end at; shorter ones have their last element again, which means do not count.
  private func poolAdaptively(
    _ operation: String, _ x: Tensor, axis: Int, from size: Int, to target: Int
  ) throws -> Tensor {
    guard target.saturatingProduct(size / target + 2) <= 1 << 24 else {
      throw importError("\(target) windows over \(size) elements are too many")
    }
    let ranges = (0..<target).map { $0 * size / target..<(($0 + 1) * size + target - 1) / target }
    let length = ranges.map(\.count).max() ?? 1
    let places = ranges.flatMap { range in
      (0..<length).map { min(range.lowerBound + $0, range.upperBound - 1) }
    }
    let windows = try gather(x, constant(places, shape: [target, length]), axis: axis)
    guard operation == "Mean" else { return try reduce("Max", windows, axes: [axis + 1]) }
    let shares = ranges.flatMap { range in
      (0..<length).map { $0 < range.count ? 1 / Float(range.count) : 0 }
    }
    let shape = [target, length] + Array(repeating: 1, count: x.rank - 1 - axis)
    return try reduce("Sum", multiply(windows, constant(shares, shape: shape)), axes: [axis + 1])
  }
}
