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
  ) { try adaptivePooling($0, $1, "AvgPool") },
  LayerKind(simple: "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D") {
    try adaptivePooling($0, $1, "MaxPool")
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

/// Windows of equal sizes, as many as asked for.
private func adaptivePooling(
  _ call: LayerCall, _ x: Tensor, _ operation: String
) throws -> Tensor {
  try x.requireRank(3...5)
  let input = try call.builder.channelsLast(x, if: call.config.isChannelsFirst)
  let targets = try call.config.integers("output_size", count: x.rank - 2)
  let sizes = try targets.enumerated().map { axis, target in
    guard let size = input.shape[axis + 1], target > 0, size % target == 0 else {
      throw call.config.error(
        "\(target) windows do not divide its input of shape \(call.builder.text(x.shape)) equally, "
          + "which is not supported")
    }
    return size / target
  }
  let window = Window(
    sizes: sizes, strides: sizes, dilations: sizes.map { _ in 1 }, isSame: false)
  return try call.builder.channelsFirst(
    call.builder.pool(operation, input, window), if: call.config.isChannelsFirst)
}
