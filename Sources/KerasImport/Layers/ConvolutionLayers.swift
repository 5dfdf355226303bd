// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Convolutions along one, two or three axes of space.
let convolutionLayers: [LayerKind] = [
  LayerKind(simple: "Conv1D", "Convolution1D", mask: .dropped, variables: kernelAndBias) {
    try convolution($0, $1, axes: 1)
  },
  LayerKind(simple: "Conv2D", "Convolution2D", variables: kernelAndBias) {
    try convolution($0, $1, axes: 2)
  },
  LayerKind(simple: "Conv3D", "Convolution3D", variables: kernelAndBias) {
    try convolution($0, $1, axes: 3)
  },
  LayerKind(simple: "DepthwiseConv1D", variables: kernelAndBias) {
    try depthwiseConvolution($0, $1, axes: 1)
  },
  LayerKind(simple: "DepthwiseConv2D", variables: kernelAndBias) {
    try depthwiseConvolution($0, $1, axes: 2)
  },
  LayerKind(simple: "SeparableConv1D", "SeparableConvolution1D", variables: separableVariables) {
    try separableConvolution($0, $1, axes: 1)
  },
  LayerKind(simple: "SeparableConv2D", "SeparableConvolution2D", variables: separableVariables) {
    try separableConvolution($0, $1, axes: 2)
  },
]

private func separableVariables(_ config: LayerConfig) throws -> [LayerVariable] {
  LayerVariable.list(
    ["depthwise_kernel", "pointwise_kernel"]
      + (try config.bool("use_bias", default: true) ? ["bias"] : []))
}

extension LayerConfig {
  /// The window that a convolution or a pool slides, and whether it sees only what was before.
  func window(axes: Int, sizes key: String = "kernel_size") throws -> (Window, isCausal: Bool) {
    let sizes = try integers(key, count: axes)
    let strides =
      self["strides"] == .null && key == "pool_size"
      ? sizes : try integers("strides", count: axes, default: 1)
    let dilations = try integers("dilation_rate", count: axes, default: 1)
    guard (sizes + strides + dilations).allSatisfy({ $0 > 0 && $0 <= 1 << 20 }) else {
      throw error("its window is empty or too large")
    }
    let padding = try string("padding", default: "valid").lowercased()
    guard ["valid", "same", "causal"].contains(padding) else {
      throw error("padding '\(padding)' is not known")
    }
    let window = Window(
      sizes: sizes, strides: strides, dilations: dilations, isSame: padding == "same")
    return (window, padding == "causal")
  }
}

extension LayerCall {
  /// The input with channels last and, where the window sees only what was before, zeros before it.
  func prepared(
    _ x: Tensor, axes: Int, _ window: Window, isCausal: Bool
  ) throws -> Tensor {
    guard x.rank == axes + 2 else {
      throw config.error("its input has rank \(x.rank), needs \(axes + 2)")
    }
    let input = try builder.channelsLast(
      builder.cast(x, to: .float32), if: config.isChannelsFirst)
    guard isCausal else { return input }
    var paddings = Array(repeating: (0, 0), count: input.rank)
    paddings[1].0 = (window.sizes[0] - 1) * window.dilations[0]
    return try builder.pad(input, paddings)
  }

  /// The result with bias and activation, channels where the layer has them.
  func finished(_ x: Tensor, filters: Int?) throws -> Tensor {
    var result = x
    if try config.bool("use_bias", default: true) {
      result = try builder.biasAdd(result, weight("bias", [filters]))
    }
    // Softmax and the like see channels where the layer has them.
    return try activated(builder.channelsFirst(result, if: config.isChannelsFirst))
  }
}

private func convolution(_ call: LayerCall, _ x: Tensor, axes: Int) throws -> Tensor {
  let (window, isCausal) = try call.config.window(axes: axes)
  let input = try call.prepared(x, axes: axes, window, isCausal: isCausal)
  let filters = try call.config.integer("filters")
  let groups = try call.config.integer("groups", default: 1)
  guard groups >= 1 else { throw call.config.error("it has \(groups) groups") }
  let depth = input.shape[input.rank - 1].map { $0 / groups }
  let kernel = try call.weight("kernel", window.sizes + [depth, filters])
  let result =
    groups == 1 || axes <= 2
    ? try call.builder.convolve(input, kernel, window)
    : try groupedConvolution(call.builder, input, kernel, window, groups)
  return try call.finished(result, filters: filters)
}

/// Each group of channels by itself, where the lite format's operator knows no groups.
private func groupedConvolution(
  _ b: GraphBuilder, _ x: Tensor, _ kernel: Tensor, _ window: Window, _ groups: Int
) throws -> Tensor {
  let parts = try b.split(x, groups, axis: -1)
  let kernels = try b.split(kernel, groups, axis: -1)
  return try b.concatenate(
    zip(parts, kernels).map { try b.convolve($0, $1, window) }, axis: -1)
}

private func depthwiseConvolution(_ call: LayerCall, _ x: Tensor, axes: Int) throws -> Tensor {
  let (window, isCausal) = try call.config.window(axes: axes)
  let input = try call.prepared(x, axes: axes, window, isCausal: isCausal)
  let multiplier = try call.config.integer("depth_multiplier", default: 1)
  let channels = input.shape[input.rank - 1]
  let kernel = try call.weight("kernel", window.sizes + [channels, multiplier])
  let result = try depthwise(call.builder, input, kernel, window)
  return try call.finished(result, filters: channels.map { $0 * multiplier })
}

/// - Throws: where strides differ, which TensorFlow does not take either.
private func depthwise(
  _ b: GraphBuilder, _ x: Tensor, _ kernel: Tensor, _ window: Window
) throws -> Tensor {
  guard window.sizes.count == 2, window.strides[0] != window.strides[1] else {
    return try b.convolveDepthwise(x, kernel, window)
  }
  throw importError("strides \(window.strides) differ, which depthwise convolutions do not take")
}

private func separableConvolution(_ call: LayerCall, _ x: Tensor, axes: Int) throws -> Tensor {
  let (window, isCausal) = try call.config.window(axes: axes)
  let input = try call.prepared(x, axes: axes, window, isCausal: isCausal)
  let multiplier = try call.config.integer("depth_multiplier", default: 1)
  let filters = try call.config.integer("filters")
  let channels = input.shape[input.rank - 1]
  let kernel = try call.weight("depthwise_kernel", window.sizes + [channels, multiplier])
  let ones = Array(repeating: 1, count: axes)
  let pointwise = try call.weight(
    "pointwise_kernel", ones + [channels.map { $0 * multiplier }, filters])
  let deep = try depthwise(call.builder, input, kernel, window)
  let point = Window(sizes: ones, strides: ones, dilations: ones, isSame: false)
  return try call.finished(
    call.builder.convolve(deep, pointwise, point), filters: filters)
}

/// Transposed convolutions, as the gradients of convolutions.
let transposedConvolutionLayers: [LayerKind] = [
  LayerKind(simple: "Conv1DTranspose", "Convolution1DTranspose", variables: kernelAndBias) {
    try transposedConvolution($0, $1, axes: 1)
  },
  LayerKind(
    simple: "Conv2DTranspose", "Convolution2DTranspose", "Deconvolution2D",
    variables: kernelAndBias
  ) { try transposedConvolution($0, $1, axes: 2) },
  LayerKind(simple: "Conv3DTranspose", "Convolution3DTranspose", variables: kernelAndBias) {
    try transposedConvolution($0, $1, axes: 3)
  },
]

private func transposedConvolution(_ call: LayerCall, _ x: Tensor, axes: Int) throws -> Tensor {
  let (window, _) = try call.config.window(axes: axes)
  let input = try call.prepared(x, axes: axes, window, isCausal: false)
  let filters = try call.config.integer("filters")
  let kernel = try call.weight("kernel", window.sizes + [filters, input.shape[input.rank - 1]])
  let paddings =
    call.config["output_padding"] == .null
    ? nil : try call.config.integers("output_padding", count: axes)
  return try call.finished(
    call.builder.convolveTransposed(input, kernel, window, paddings: paddings), filters: filters)
}

extension GraphBuilder {
  /// The gradient of a convolution of one, two or three axes of space.
  ///
  /// - Parameter paddings: by how much the result is longer along each axis, where that is said.
  func convolveTransposed(
    _ x: Tensor, _ kernel: Tensor, _ window: Window, paddings: [Int]?
  ) throws -> Tensor {
    var (input, kernel, window) = (x, kernel, window)
    let isLine = window.sizes.count == 1
    var space = try window.sizes.indices.map { axis in
      try transposedSize(
        self, size(of: input, axis + 1), window, axis: axis, padding: paddings?[axis])
    }
    if isLine {
      (input, kernel) = (try expand(input, axis: 1), try expand(kernel, axis: 0))
      window = window.withOneBefore
      space.insert(.known(1), at: 0)
    }
    if window.dilations.contains(where: { $0 != 1 }) {
      // The same as a kernel with zeros in between.
      (kernel, window) = try dilated(self, kernel, window)
    }
    let result = try convolveBack(input, kernel, window, space: space)
    return isLine ? try squeeze(result, axes: [1]) : result
  }
}

/// How long an axis becomes.
private func transposedSize(
  _ b: GraphBuilder, _ size: AxisSize, _ window: Window, axis: Int, padding: Int?
) throws -> AxisSize {
  let stride = window.strides[axis]
  let reach = (window.sizes[axis] - 1) * window.dilations[axis] + 1
  if window.isSame {
    guard let padding else { return try b.scaled(size, by: stride) }
    let least = b.program.kerasVersion < 3 ? reach - 2 * (reach / 2) : reach % 2
    return try b.scaled(size, by: stride, plus: least + padding - stride)
  }
  let rest = padding ?? max(reach, stride) - reach
  return try b.scaled(size, by: stride, plus: reach + rest - stride)
}

/// A kernel with zeros between its elements, for a window without dilation.
private func dilated(
  _ b: GraphBuilder, _ kernel: Tensor, _ window: Window
) throws -> (Tensor, Window) {
  var result = kernel
  var dense = window
  for axis in window.sizes.indices where window.dilations[axis] > 1 {
    let (size, rate) = (window.sizes[axis], window.dilations[axis])
    var paddings = Array(repeating: (0, 0), count: result.rank + 1)
    paddings[axis + 1].1 = rate - 1
    let spread = try b.pad(b.expand(result, axis: axis + 1), paddings)
    var shape = result.shape.map { $0 ?? -1 }
    shape[axis] = size * rate
    let spans = (0...axis).map { index in
      index == axis ? GraphBuilder.Span(begin: 0, end: (size - 1) * rate + 1) : .all
    }
    result = try b.slice(b.reshape(spread, shape), spans)
    dense.sizes[axis] = (size - 1) * rate + 1
    dense.dilations[axis] = 1
  }
  return (result, dense)
}
