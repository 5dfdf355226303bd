// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// Operations on pictures, one or several, with channels last or first.
let pictureOperations: [OperationRow] = [
  (
    ["Resize", "image.resize"],
    { call in
      let sizes = try call.sizes(1, "size")
      guard sizes.count == 2 else { throw call.config.error("its size is not two numbers") }
      var resizing = Resizing(height: sizes[0], width: sizes[1])
      resizing.method = call.option(2, "interpolation", "method").string ?? "bilinear"
      resizing.isSmoothed = call.option(9, "antialias").bool ?? false
      resizing.crops = call.option(9, "crop_to_aspect_ratio").bool ?? false
      resizing.pads =
        (call.option(9, "pad_to_aspect_ratio").bool
          ?? call.option(9, "preserve_aspect_ratio").bool) ?? false
      guard call.option(9, "preserve_aspect_ratio").bool != true else {
        throw call.config.error("preserve_aspect_ratio is not supported")
      }
      resizing.filling = call.option(9, "fill_value").number ?? 0
      return [try call.pictures { try call.builder.resized($0, resizing) }]
    }
  ),
  (
    ["RGBToGrayscale", "image.rgb_to_grayscale"],
    { call in
      [
        try call.pictures { x in
          guard x.shape[3] != 1 else { return x }
          let b = call.builder
          let weights = b.constant([0.2989, 0.5870, 0.1140])
          let sum = try b.reduce("Sum", b.multiply(x, weights), axes: [3], keepsAxes: true)
          return b.cast(sum, to: x.type)
        }
      ]
    }
  ),
  (["RGBToHSV"], { call in [try call.pictures { try call.builder.unary("RGBToHSV", $0) }] }),
  (["HSVToRGB"], { call in [try call.pictures { try call.builder.unary("HSVToRGB", $0) }] }),
  (["ExtractPatches"], { [try $0.patches()] }),
  (["PadImages"], { [try $0.bordered(isCut: false)] }),
  (["CropImages"], { [try $0.bordered(isCut: true)] }),
  (["GaussianBlur"], { [try $0.blurred()] }),
  (["SobelEdges"], { [try $0.edges()] }),
  (["Unfold"], { [try $0.unfolded()] }),
  (["ScaleAndTranslate"], { [try $0.scaledAndMoved()] }),
  (["AffineTransform"], { [try $0.turnedAndSheared()] }),
  (
    ["DepthToSpace", "nn.depth_to_space"],
    { call in
      [try call.pictures { try call.builder.blocks($0, call.blockSize(), isSpread: true) }]
    }
  ),
  (
    ["SpaceToDepth", "nn.space_to_depth"],
    { call in
      [try call.pictures { try call.builder.blocks($0, call.blockSize(), isSpread: false) }]
    }
  ),
]

extension LayerCall {
  /// Calls `body` with pictures of rank 4, channels last, and brings the result into the form of the
  /// operand.
  fileprivate func pictures(_ body: (Tensor) throws -> Tensor) throws -> Tensor {
    let b = builder
    let given = try operand(0, "images", "inputs", "x", "input")
    guard given.rank == 3 || given.rank == 4 else {
      throw config.error("its input has rank \(given.rank), needs 3 or 4")
    }
    let batch = given.rank == 3 ? try b.expand(given, axis: 0) : given
    var result = try body(b.channelsLast(batch, if: isChannelsFirst))
    result = try b.channelsFirst(result, if: isChannelsFirst)
    return given.rank == 3 ? try b.squeeze(result, axes: [0]) : result
  }

  fileprivate func blockSize() throws -> Int {
    guard let size = option(1, "block_size").integer, size > 0 else {
      throw config.error("option 'block_size' is not in the file")
    }
    return size
  }

  /// One number for both axes, or one each.
  fileprivate func pair(_ name: String, default fallback: [Int]) throws -> [Int] {
    let json = option(9, name)
    if let one = json.integer { return [one, one] }
    guard let two = json.integers ?? (json == .null ? fallback : nil), two.count == 2,
      two.allSatisfy({ $0 >= 0 })
    else { throw config.error("option '\(name)' is not one or two whole numbers") }
    return two
  }

  /// The elements of windows as channels.
  fileprivate func patches() throws -> Tensor {
    let size = try pair("size", default: [])
    let window = Window(
      sizes: size, strides: try pair("strides", default: size),
      dilations: try pair("dilation_rate", default: [1, 1]),
      isSame: option(9, "padding").string?.lowercased() == "same")
    return try pictures { try builder.patches($0, window) }
  }

  /// Windows of pictures with channels first: each is a column, all its channels one by one.
  fileprivate func unfolded() throws -> Tensor {
    let b = builder
    let x = try operand(0, "x", "input")
    guard x.rank == 4, let channels = x.shape[1] else {
      throw config.error("its input has rank \(x.rank) or an open number of channels")
    }
    let size = try pair("kernel_size", default: [])
    let padding = try pair("padding", default: [0, 0])
    let window = Window(
      sizes: size, strides: try pair("stride", default: [1, 1]),
      dilations: try pair("dilation", default: [1, 1]), isSame: false)
    let padded = try b.pad(
      x, [(0, 0), (0, 0), (padding[0], padding[0]), (padding[1], padding[1])])
    let patches = try b.patches(b.channelsLast(padded, if: true), window)
    guard let rows = patches.shape[1], let columns = patches.shape[2] else {
      throw config.error("its input has an open size; fix the shape of the model's input")
    }
    let (area, count) = (size[0] * size[1], rows * columns)
    let grid = try b.reshape(patches, [-1, count, area, channels])
    return try b.reshape(b.transpose(grid, [0, 3, 2, 1]), [-1, channels * area, count])
  }

  /// Zeros around a picture, or its border cut off: as much as is said, or up to a size.
  fileprivate func bordered(isCut: Bool) throws -> Tensor {
    let word = isCut ? "cropping" : "padding"
    return try pictures { x in
      let amounts = try [("top", "bottom", "target_height"), ("left", "right", "target_width")]
        .enumerated().map { axis, names in
          let before = option(9, "\(names.0)_\(word)").integer
          let after = option(9, "\(names.1)_\(word)").integer
          let target = option(9, names.2).integer
          if let before, let after { return (before, after) }
          if isCut, let before, let target, x.shape[axis + 1] == nil {
            return (before, -(before + target))
          }
          guard let size = x.shape[axis + 1], let target else {
            throw config.error("its input has an open size; fix the shape of the model's input")
          }
          let total = isCut ? size - target : target - size
          let first = before ?? (total - (after ?? 0))
          return (first, total - first)
        }
      guard isCut else {
        guard amounts.allSatisfy({ $0.0 >= 0 && $0.1 >= 0 }) else {
          throw config.error("its input is larger than the size asked for")
        }
        return try builder.pad(x, [(0, 0), amounts[0], amounts[1], (0, 0)])
      }
      return try builder.slice(
        x,
        [.all]
          + amounts.map { before, after in
            // Below 0 it is where the part ends.
            GraphBuilder.Span(begin: before, end: after == 0 ? nil : -after)
          })
    }
  }

  fileprivate func blurred() throws -> Tensor {
    let size = try pair("kernel_size", default: [3, 3])
    let json = option(9, "sigma")
    let widths =
      json.number.map { [$0, $0] } ?? (json.array ?? []).compactMap(\.number)
    let deviations = json == .null ? [1, 1] : widths
    guard deviations.count == 2, size.allSatisfy({ (1...1 << 10).contains($0) }) else {
      throw config.error("its kernel is not in the file")
    }
    func weights(_ axis: Int) -> [Double] {
      let numbers = (0..<size[axis]).map { place in
        let distance = (Double(place) - Double(size[axis] - 1) / 2) / deviations[axis]
        return exp(-0.5 * distance * distance)
      }
      let sum = numbers.reduce(0, +)
      return numbers.map { $0 / sum }
    }
    // Keras has the first size along the width.
    let kernel = weights(1).flatMap { row in weights(0).map { Float(row * $0) } }
    return try pictures { try builder.filtered($0, kernel, sizes: size) }
  }

  /// How much a picture rises downwards and to the right, along a new axis.
  fileprivate func edges() throws -> Tensor {
    let b = builder
    let x = try b.channelsLast(floatOperand(0, "images"), if: isChannelsFirst)
    guard x.rank == 4 else { throw config.error("its input has rank \(x.rank), needs 4") }
    let padded = try b.emit(
      "MirrorPad", [x, b.constant([0, 0, 1, 1, 1, 1, 0, 0], shape: [4, 2])],
      ["T": .type(x.type), "Tpaddings": .type(.int32), "mode": .string("REFLECT")],
      shape: [x.shape[0], x.shape[1].map { $0 + 2 }, x.shape[2].map { $0 + 2 }, x.shape[3]])
    let kernels: [[Float]] = [[-1, -2, -1, 0, 0, 0, 1, 2, 1], [-1, 0, 1, -2, 0, 2, -1, 0, 1]]
    let results = try kernels.map {
      try b.channelsFirst(
        b.filtered(padded, $0, sizes: [3, 3], isSame: false), if: isChannelsFirst)
    }
    return try b.pack(results, axis: -1)
  }

  /// Each pixel from where the eight numbers of a transformation send its place.
  fileprivate func turnedAndSheared() throws -> Tensor {
    let b = builder
    let given = try floatOperand(1, "transform")
    let transform = given.rank == 1 ? try b.expand(given, axis: 0) : given
    let filling = b.scalar(option(9, "fill_value").number ?? 0)
    return try pictures { x in
      try b.emit(
        "ImageProjectiveTransformV3",
        [
          b.cast(x, to: .float32), transform, b.vector([b.size(of: x, 1), b.size(of: x, 2)]),
          filling,
        ],
        [
          "dtype": .type(.float32),
          "interpolation": .string((option(9, "interpolation").string ?? "bilinear").uppercased()),
          "fill_mode": .string((option(9, "fill_mode").string ?? "constant").uppercased()),
        ], shape: x.shape)
    }
  }

  fileprivate func scaledAndMoved() throws -> Tensor {
    let b = builder
    let x = try floatOperand(0, "images")
    guard x.rank == 4, option(9, "spatial_dims").integers == [1, 2],
      let shape = argument(1, "output_shape")?.json?.array, shape.count == 4,
      let height = shape[1].integer, let width = shape[2].integer,
      let scale = argument(2, "scale")?.json.flatMap({ LiteralArray($0) }),
      let shift = argument(3, "translation")?.json.flatMap({ LiteralArray($0) })
    else {
      throw config.error("it is supported for axes 1 and 2 of rank 4, with constant operands")
    }
    let kernels = [
      "linear": "triangle", "bilinear": "triangle", "trilinear": "triangle",
      "triangle": "triangle", "cubic": "keyscubic", "bicubic": "keyscubic",
      "tricubic": "keyscubic", "lanczos3": "lanczos3", "lanczos5": "lanczos5",
    ]
    let method = option(9, "method").string ?? ""
    guard let kernel = kernels[method] else {
      throw config.error("method '\(method)' is not supported")
    }
    return try b.emit(
      "ScaleAndTranslate",
      [
        x, b.constant([height, width]), b.constant(scale.numbers.map { Float($0) }),
        b.constant(shift.numbers.map { Float($0) }),
      ],
      [
        "T": .type(.float32), "kernel_type": .string(kernel),
        "antialias": .bool(option(9, "antialias").bool ?? true),
      ], shape: [x.shape[0], height, width, x.shape[3]])
  }
}

extension GraphBuilder {
  /// The elements of each window as channels, as a convolution that only takes them.
  func patches(_ x: Tensor, _ window: Window) throws -> Tensor {
    try x.requireRank(4...4)
    guard let channels = x.shape[3] else {
      throw importError("its input has an open number of channels")
    }
    guard (window.sizes + window.strides + window.dilations).allSatisfy({ $0 > 0 && $0 <= 1 << 20 })
    else { throw importError("its window is empty or too large") }
    func list(_ values: [Int]) -> Attribute { .list(([1] + values + [1]).map { .integer($0) }) }
    let space = try window.results(Array(x.shape[1..<3]))
    return try emit(
      "ExtractImagePatches", [x],
      [
        "T": .type(x.type), "ksizes": list(window.sizes), "strides": list(window.strides),
        "rates": list(window.dilations), "padding": window.padding,
      ],
      shape: [x.shape[0]] + space + [window.sizes.reduce(channels) { $0.saturatingProduct($1) }])
  }

  /// Each channel by itself with one kernel.
  fileprivate func filtered(
    _ x: Tensor, _ kernel: [Float], sizes: [Int], isSame: Bool = true
  ) throws -> Tensor {
    guard let channels = x.shape[3] else {
      throw importError("its input has an open number of channels")
    }
    guard kernel.count.saturatingProduct(channels) <= 1 << 24 else {
      throw importError("its \(channels) channels are too many")
    }
    let weights = kernel.flatMap { Array(repeating: $0, count: channels) }
    let window = Window(sizes: sizes, strides: [1, 1], dilations: [1, 1], isSame: isSame)
    return try convolveDepthwise(
      cast(x, to: .float32), constant(weights, shape: sizes + [channels, 1]), window)
  }

  /// Channels spread as blocks in space, or the other way round.
  fileprivate func blocks(_ x: Tensor, _ size: Int, isSpread: Bool) throws -> Tensor {
    func space(_ axis: Int) -> Int? { x.shape[axis].map { isSpread ? $0 * size : $0 / size } }
    let channels = x.shape[3].map { isSpread ? $0 / (size * size) : $0 * size * size }
    return try emit(
      isSpread ? "DepthToSpace" : "SpaceToDepth", [x],
      ["T": .type(x.type), "block_size": .integer(size), "data_format": .string("NHWC")],
      shape: [x.shape[0], space(1), space(2), channels])
  }
}
