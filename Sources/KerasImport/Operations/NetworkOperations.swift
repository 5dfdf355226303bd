// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Layers as functions: their weights are operands.
let networkOperations: [OperationRow] = [
  (["Conv"], { [try $0.convolution()] }),
  (["DepthwiseConv"], { [try $0.depthwiseConvolution()] }),
  (["SeparableConv"], { [try $0.separableConvolution()] }),
  (["ConvTranspose"], { [try $0.transposedConvolution()] }),
  (
    ["BatchNorm"],
    { call in
      let x = try call.floatOperand(0, "x")
      let axis = try x.axis(call.integer("axis"))
      let b = call.builder
      func vector(_ position: Int, _ name: String) throws -> Tensor? {
        guard call.argument(position, name) != nil else { return nil }
        let vector = b.cast(try call.operand(position, name), to: .float32)
        return try b.reshape(vector, [-1] + Array(repeating: 1, count: x.rank - 1 - axis))
      }
      guard let mean = try vector(1, "mean"), let variance = try vector(2, "variance") else {
        throw call.config.error("its statistics are not in the file")
      }
      let epsilon = call.option(9, "epsilon").number ?? 1e-3
      var factor = try b.unary("Rsqrt", b.add(variance, epsilon))
      if let scale = try vector(4, "scale") { factor = try b.multiply(factor, scale) }
      let result = try b.multiply(b.subtract(x, mean), factor)
      return [try vector(3, "offset").map { try b.add(result, $0) } ?? result]
    }
  ),
  (
    ["LayerNorm"],
    { call in
      let x = try call.floatOperand(0, "x")
      let b = call.builder
      let axes = try call.normalizedAxes(of: x)
      let (mean, variance) = try b.moments(x, axes: axes)
      let epsilon = call.option(9, "epsilon").number ?? 1e-7
      let isScaledOnly = call.option(9, "rms_scaling").bool ?? false
      let centered = isScaledOnly ? x : try b.subtract(x, mean)
      var result = try b.multiply(centered, b.unary("Rsqrt", b.add(variance, epsilon)))
      if let gamma = try call.weights(1, "gamma", along: axes, of: x) {
        result = try b.multiply(result, gamma)
      }
      if !isScaledOnly, let beta = try call.weights(2, "beta", along: axes, of: x) {
        result = try b.add(result, beta)
      }
      return [result]
    }
  ),
  (
    ["RMSNorm"],
    { call in
      let x = try call.floatOperand(0, "x")
      let b = call.builder
      let axes = try call.normalizedAxes(of: x)
      let mean = try b.reduce("Mean", b.unary("Square", x), axes: axes, keepsAxes: true)
      let epsilon = call.option(9, "epsilon").number ?? 1e-7
      let result = try b.multiply(x, b.unary("Rsqrt", b.add(mean, epsilon)))
      guard call.argument(1, "scale") != nil else { return [result] }
      return [try b.multiply(result, b.cast(call.operand(1, "scale"), to: .float32))]
    }
  ),
  (["DotProductAttention"], { [try $0.attention()] }),
  // Windows
  (["MaxPool", "nn.max_pool2d", "nn.max_pool"], { [try $0.pooled("MaxPool")] }),
  (["AveragePool", "nn.avg_pool2d", "nn.avg_pool"], { [try $0.pooled("AvgPool")] }),
  (["AdaptiveMaxPool"], { [try $0.adaptivelyPooled("Max")] }),
  (["AdaptiveAveragePool"], { [try $0.adaptivelyPooled("Mean")] }),
  // Losses
  (["BinaryCrossentropy"], { [try $0.binaryCrossentropy()] }),
  (
    ["CategoricalCrossentropy"],
    { call in
      let target = try call.floatOperand(0, "target")
      let axis = call.option(9, "axis").integer ?? -1
      let logs = try call.logProbabilities(axis: axis)
      let b = call.builder
      return [try b.unary("Neg", b.reduce("Sum", b.multiply(target, logs), axes: [axis]))]
    }
  ),
  (
    ["SparseCategoricalCrossentropy"],
    { call in
      let b = call.builder
      var target = b.cast(try call.operand(0, "target"), to: .int32)
      let logs = try call.logProbabilities(axis: -1)
      guard let count = logs.shape.last ?? nil else {
        throw call.config.error("the number of classes is open")
      }
      if target.rank == logs.rank, target.shape.last == 1 {
        target = try b.squeeze(target, axes: [-1])
      }
      let chosen = try b.multiply(b.oneHot(target, count), logs)
      return [try b.unary("Neg", b.reduce("Sum", chosen, axes: [-1]))]
    }
  ),
  (
    ["PSNR"],
    { call in
      let (x, y) = try (call.floatOperand(0, "x1"), call.floatOperand(1, "x2"))
      let b = call.builder
      let squares = try b.binary("SquaredDifference", x, y)
      let error = try b.reduce("Mean", squares, axes: Array(0..<x.rank))
      let limit = try call.number("max_val")
      let ratio = try b.divide(b.scalar(limit * limit), error)
      return [try b.multiply(b.unary("Log", ratio), 10 / 2.302_585_092_994_046)]
    }
  ),
]

extension LayerCall {
  var isChannelsFirst: Bool {
    ["channels_first", "NCHW", "NCDHW", "NCW"].contains(option(9, "data_format").string)
  }

  /// The window of a convolution whose kernel is an operand.
  private func window(_ kernel: Tensor) throws -> Window {
    try kernel.requireRank(3...5)
    let axes = kernel.rank - 2
    let sizes = kernel.shape.prefix(axes).compactMap { $0 }
    guard sizes.count == axes, sizes.allSatisfy({ $0 > 0 && $0 <= 1 << 20 }) else {
      throw config.error("its kernel has an open size, or is too large")
    }
    func numbers(_ name: String) throws -> [Int] {
      let json = option(9, name)
      let one = json.integer ?? (json == .null ? 1 : nil)
      let several = one.map { Array(repeating: $0, count: axes) } ?? json.integers
      guard let several, several.count == axes, several.allSatisfy({ $0 > 0 && $0 <= 1 << 20 })
      else { throw config.error("option '\(name)' is not \(axes) whole numbers") }
      return several
    }
    return Window(
      sizes: sizes, strides: try numbers("strides"), dilations: try numbers("dilation_rate"),
      isSame: option(9, "padding").string?.lowercased() == "same")
  }

  /// Calls `body` with channels last, and brings these back to where they were.
  ///
  /// - Parameter axes: how many axes of space there are.
  private func channelsLast(
    axes: ClosedRange<Int> = 1...3, _ body: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let x = try floatOperand(0, "inputs", "images", "x")
    try x.requireRank(axes.lowerBound + 2...axes.upperBound + 2)
    let result = try body(builder.channelsLast(x, if: isChannelsFirst))
    return try builder.channelsFirst(result, if: isChannelsFirst)
  }

  fileprivate func convolution() throws -> Tensor {
    let kernel = try floatOperand(1, "kernel")
    let window = try window(kernel)
    let axes = window.sizes.count
    return try channelsLast(axes: axes...axes) { try builder.convolve($0, kernel, window) }
  }

  fileprivate func depthwiseConvolution() throws -> Tensor {
    let kernel = try floatOperand(1, "kernel")
    let window = try window(kernel)
    try kernel.requireRank(3...4)
    let axes = window.sizes.count
    return try channelsLast(axes: axes...axes) {
      try builder.convolveDepthwise($0, kernel, window)
    }
  }

  fileprivate func separableConvolution() throws -> Tensor {
    let deep = try floatOperand(1, "depthwise_kernel")
    let pointwise = try floatOperand(2, "pointwise_kernel")
    let window = try window(deep)
    let ones = window.sizes.map { _ in 1 }
    let point = Window(sizes: ones, strides: ones, dilations: ones, isSame: false)
    try deep.requireRank(3...4)
    try pointwise.requireRank(deep.rank...deep.rank)
    return try channelsLast(axes: ones.count...ones.count) { x in
      try builder.convolve(builder.convolveDepthwise(x, deep, window), pointwise, point)
    }
  }

  fileprivate func transposedConvolution() throws -> Tensor {
    let kernel = try floatOperand(1, "kernel")
    let window = try window(kernel)
    let paddings = option(9, "output_padding")
    let axes = window.sizes.count
    let added = paddings.integers ?? paddings.integer.map { Array(repeating: $0, count: axes) }
    guard added == nil || added?.count == axes else {
      throw config.error("option 'output_padding' is not \(axes) whole numbers")
    }
    return try channelsLast(axes: axes...axes) {
      try builder.convolveTransposed($0, kernel, window, paddings: added)
    }
  }

  fileprivate func normalizedAxes(of x: Tensor) throws -> [Int] {
    try (axes(9, "axis") ?? [-1]).map { try x.axis($0) }.sorted()
  }

  /// Weights with the sizes of some axes, all others are 1.
  fileprivate func weights(
    _ position: Int, _ name: String, along axes: [Int], of x: Tensor
  ) throws -> Tensor? {
    guard argument(position, name) != nil else { return nil }
    let weights = builder.cast(try operand(position, name), to: .float32)
    guard weights.rank != x.rank, axes != [x.rank - 1] else { return weights }
    return try builder.reshape(
      weights,
      to: x.shape.indices.map { axis in
        axes.contains(axis) ? try builder.size(of: x, axis) : .known(1)
      })
  }

  /// Values weighted by how much their keys are like a query.
  fileprivate func attention() throws -> Tensor {
    let b = builder
    let query = try floatOperand(0, "query")
    var (key, value) = try (floatOperand(1, "key"), floatOperand(2, "value"))
    guard query.rank == 4, key.rank == 4, value.rank == 4,
      option(9, "attn_logits_soft_cap") == .null
    else { throw config.error("its operands are not of rank 4, or scores are capped") }
    if let heads = query.shape[2], let groups = key.shape[2], heads > groups, groups > 0 {
      (key, value) = try (
        b.repeated(key, heads / groups, axis: 2), b.repeated(value, heads / groups, axis: 2)
      )
    }
    var scale = argument(5, "scale")?.json?.number
    if scale == nil, let size = key.shape[3] { scale = 1 / Double(size).squareRoot() }
    guard let scale else { throw config.error("the size of its heads is open") }
    var scores = try b.multiply(b.einsum("btnh,bsnh->bnts", [query, key]), scale)
    if argument(3, "bias") != nil { scores = try b.add(scores, floatOperand(3, "bias")) }
    var mask = argument(4, "mask") == nil ? nil : b.cast(try operand(4, "mask"), to: .bool)
    if option(9, "is_causal").bool == true {
      let causal = try b.triangle(
        b.spread(
          b.flags([true], shape: [1, 1]), to: [b.size(of: scores, 2), b.size(of: scores, 3)]),
        0, isLower: true)
      mask = try mask.map { try b.both($0, causal) } ?? causal
    }
    // As large a number as Keras takes.
    if let mask { scores = try b.select(mask, scores, b.scalar(-0.7 * 3.38953e38)) }
    return try b.einsum("bnts,bsnh->btnh", [b.softmax(scores), value])
  }

  // MARK: Losses

  /// Numbers between 0 and 1, away from both by what Keras takes for nothing.
  private func clipped(_ x: Tensor) throws -> Tensor {
    try builder.minimum(builder.maximum(x, 1e-7), 1 - 1e-7)
  }

  fileprivate func binaryCrossentropy() throws -> Tensor {
    let b = builder
    let (target, output) = try (floatOperand(0, "target"), floatOperand(1, "output"))
    guard option(9, "from_logits").bool != true else {
      // log(1 + exp(x)) − x · target, without large exponentials.
      let rest = try b.unary("Log1p", b.unary("Exp", b.unary("Neg", b.unary("Abs", output))))
      return try b.add(b.subtract(b.unary("Relu", output), b.multiply(output, target)), rest)
    }
    let share = try clipped(output)
    let one = b.scalar(1)
    return try b.unary(
      "Neg",
      b.add(
        b.multiply(target, b.unary("Log", share)),
        b.multiply(b.subtract(one, target), b.unary("Log", b.subtract(one, share)))))
  }

  /// Logarithms of the second operand, a share for each class or scores of these.
  fileprivate func logProbabilities(axis: Int) throws -> Tensor {
    let output = try floatOperand(1, "output")
    let b = builder
    if option(9, "from_logits").bool == true { return try b.logSoftmax(output, axis: axis) }
    let sum = try b.reduce("Sum", output, axes: [axis], keepsAxes: true)
    return try b.unary("Log", clipped(b.divide(output, sum)))
  }

  // MARK: Windows

  /// The largest or the mean of windows, as TensorFlow and Keras describe these.
  fileprivate func pooled(_ operation: String) throws -> Tensor {
    let x = try builder.channelsLast(
      operand(0, "inputs", "input", "value"), if: isChannelsFirst)
    try x.requireRank(3...5)
    func sizes(_ position: Int, _ names: [String]) -> [Int]? {
      for name in names {
        let json = option(position, name)
        if let one = json.integer { return Array(repeating: one, count: x.rank - 2) }
        if let several = json.integers {
          // TensorFlow may name batch and channels, too.
          guard several.count == x.rank else { return several }
          return Array(isChannelsFirst ? several[2...] : several[1..<x.rank - 1])
        }
      }
      return nil
    }
    try x.requireRank(3...5)
    guard let window = sizes(1, ["pool_size", "ksize"]), window.count == x.rank - 2 else {
      throw config.error("its window is not supported")
    }
    let strides = sizes(2, ["strides"]) ?? window
    guard strides.count == window.count,
      (window + strides).allSatisfy({ $0 > 0 && $0 <= 1 << 20 })
    else { throw config.error("its window is empty or too large") }
    let padding = option(3, "padding").string?.lowercased() ?? "valid"
    let result = try builder.pool(
      operation, x,
      Window(
        sizes: window, strides: strides, dilations: window.map { _ in 1 },
        isSame: padding == "same"))
    return try builder.channelsFirst(result, if: isChannelsFirst)
  }

  fileprivate func adaptivelyPooled(_ operation: String) throws -> Tensor {
    let json = option(9, "output_size")
    return try channelsLast { x in
      let count = x.rank - 2
      let targets = json.integers ?? Array(repeating: json.integer ?? 0, count: count)
      return try builder.poolAdaptively(operation, x, targets)
    }
  }
}
