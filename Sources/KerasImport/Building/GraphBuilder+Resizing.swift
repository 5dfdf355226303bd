// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// How pictures become others of another size.
struct Resizing {
  let height: AxisSize
  let width: AxisSize
  var method = "bilinear"
  /// Whether each pixel of a smaller picture is of all that it covers.
  var isSmoothed = false
  /// Whether the middle that is as wide for its height as the result is taken.
  var crops = false
  /// Whether borders make it so.
  var pads = false
  /// What borders are filled with.
  var filling = 0.0

  init(height: AxisSize, width: AxisSize) {
    self.height = height
    self.width = width
  }

  init(height: Int, width: Int) {
    self.init(height: .known(height), width: .known(width))
  }
}

extension GraphBuilder {
  /// Pictures, channels last, in another size.
  func resized(_ x: Tensor, _ resizing: Resizing) throws -> Tensor {
    try x.requireRank(4...4)
    var input = x
    if resizing.crops || resizing.pads {
      guard let height = resizing.height.known, let width = resizing.width.known, height > 0,
        width > 0
      else { throw importError("the ratio of the result's sides is not known") }
      input =
        resizing.crops
        ? try cropped(x, toRatioOf: height, width)
        : try padded(x, toRatioOf: height, width, with: resizing.filling)
    }
    return try interpolated(
      input, resizing.method, height: resizing.height, width: resizing.width,
      isSmoothed: resizing.isSmoothed)
  }

  /// Kernels of TensorFlow by the methods' names; those of which the kernel widens with smoothing.
  private static let kernels = [
    "lanczos3": "lanczos3", "lanczos5": "lanczos5", "gaussian": "gaussian",
    "mitchellcubic": "mitchellcubic", "bilinear": "triangle", "bicubic": "keyscubic",
  ]

  /// Pictures, channels last, in another size.
  func interpolated(
    _ x: Tensor, _ method: String, height: AxisSize, width: AxisSize, isSmoothed: Bool = false
  ) throws -> Tensor {
    try x.requireRank(4...4)
    let method = method.lowercased()
    let isOpen = x.shape[1] == nil || x.shape[2] == nil || height.known == nil || width.known == nil
    if !isOpen, x.shape[1] == height.known, x.shape[2] == width.known {
      // TensorFlow leaves pictures of the right size as they are.
      return method == "nearest" ? x : cast(x, to: .float32)
    }
    if method == "nearest" {
      return try resize("ResizeNearestNeighbor", x, height: height, width: width)
    }
    let numbers = cast(x, to: .float32)
    if method == "bilinear", !isSmoothed {
      return try resize("ResizeBilinear", numbers, height: height, width: width)
    }
    guard method == "area" || Self.kernels[method] != nil else {
      throw importError("interpolation '\(method)' is not known")
    }
    guard !isOpen, let rows = x.shape[1], let columns = x.shape[2], let newRows = height.known,
      let newColumns = width.known
    else {
      throw importError(
        "interpolation '\(method)'\(isSmoothed ? " with antialias" : "") needs pictures of known "
          + "size; fix the shape of the model's input, or use 'nearest' or 'bilinear'")
    }
    if method == "area" || (method == "bicubic" && !isSmoothed) {
      return try resize(
        method == "area" ? "ResizeArea" : "ResizeBicubic", numbers, height: height, width: width)
    }
    let scale = [Float(newRows) / Float(rows), Float(newColumns) / Float(columns)]
    return try emit(
      "ScaleAndTranslate",
      [numbers, constant([newRows, newColumns]), constant(scale), constant([Float(0), 0])],
      [
        "T": .type(.float32), "kernel_type": .string(Self.kernels[method] ?? method),
        "antialias": .bool(isSmoothed),
      ], shape: [x.shape[0], newRows, newColumns, x.shape[3]])
  }

  // MARK: Parts

  /// `size · factor / divisor` towards zero, in float32 as Keras has it.
  private func scaled(_ size: AxisSize, by factor: Int, over divisor: Int) throws -> AxisSize {
    switch try scaled(size, by: factor) {
    case .known(let product): return .known(Int(Float(product) / Float(divisor)))
    case .computed(let product):
      let quotient = try divide(cast(product, to: .float32), scalar(Double(divisor)))
      return .computed(cast(quotient, to: .int32))
    }
  }

  private func joined(
    _ x: AxisSize, _ y: AxisSize, _ known: (Int, Int) -> Int,
    _ computed: (Tensor, Tensor) throws -> Tensor
  ) throws -> AxisSize {
    if let x = x.known, let y = y.known { return .known(known(x, y)) }
    return .computed(try computed(scalar(of: x), scalar(of: y)))
  }

  func scalar(of size: AxisSize) throws -> Tensor {
    switch size {
    case .known(let size): constant([size], shape: [])
    case .computed(let tensor): tensor
    }
  }

  /// Half of how much larger one size is than another.
  private func half(of larger: AxisSize, over smaller: AxisSize) throws -> AxisSize {
    if let larger = larger.known, let smaller = smaller.known {
      return .known((larger - smaller) / 2)
    }
    let difference = try subtract(scalar(of: larger), scalar(of: smaller))
    return .computed(try binary("FloorDiv", difference, constant([2], shape: [])))
  }

  /// Part of a picture: from where, and how much of its height and width.
  func part(
    _ x: Tensor, from start: [AxisSize], sizes: [AxisSize]
  ) throws -> Tensor {
    let begin = try vector([.known(0)] + start + [.known(0)])
    let size = try vector([.known(-1)] + sizes + [.known(-1)])
    return try emit(
      "Slice", [x, begin, size], ["T": .type(x.type), "Index": .type(.int32)],
      shape: [x.shape[0], sizes[0].known, sizes[1].known, x.shape[3]])
  }

  /// The largest part in the middle that is as wide for its height as the result.
  private func cropped(_ x: Tensor, toRatioOf height: Int, _ width: Int) throws -> Tensor {
    let (rows, columns) = try (size(of: x, 1), size(of: x, 2))
    func least(_ size: AxisSize, _ own: AxisSize) throws -> AxisSize {
      let smaller = try joined(size, own, min) { try minimum($0, $1) }
      return try joined(smaller, .known(1), max) { try maximum($0, $1) }
    }
    let newRows = try least(scaled(columns, by: height, over: width), rows)
    let newColumns = try least(scaled(rows, by: width, over: height), columns)
    return try part(
      x, from: [half(of: rows, over: newRows), half(of: columns, over: newColumns)],
      sizes: [newRows, newColumns])
  }

  /// The picture in the middle of one that is as wide for its height as the result.
  private func padded(
    _ x: Tensor, toRatioOf height: Int, _ width: Int, with number: Double
  ) throws -> Tensor {
    let (rows, columns) = try (size(of: x, 1), size(of: x, 2))
    func most(_ size: AxisSize, _ own: AxisSize) throws -> AxisSize {
      try joined(size, own, max) { try maximum($0, $1) }
    }
    let vertical = try half(of: most(scaled(columns, by: height, over: width), rows), over: rows)
    let horizontal = try half(
      of: most(scaled(rows, by: width, over: height), columns), over: columns)
    if let rows = vertical.known, let columns = horizontal.known {
      return try pad(x, [(0, 0), (rows, rows), (columns, columns), (0, 0)], with: number)
    }
    let zero = AxisSize.known(0)
    let amounts = try vector([zero, zero, vertical, vertical, horizontal, horizontal, zero, zero])
    return try emit(
      "PadV2", [x, reshape(amounts, [4, 2]), scalar(number, like: x)],
      ["T": .type(x.type), "Tpaddings": .type(.int32)],
      shape: [x.shape[0], nil, nil, x.shape[3]])
  }

  /// The middle of pictures; those that are smaller are made larger, as far as they must be.
  func centered(_ x: Tensor, height: Int, width: Int) throws -> Tensor {
    var resizing = Resizing(height: height, width: width)
    resizing.crops = true
    let (rows, columns) = try (size(of: x, 1), size(of: x, 2))
    let (newRows, newColumns) = (AxisSize.known(height), AxisSize.known(width))
    func middle(_ x: Tensor, _ rows: AxisSize, _ columns: AxisSize) throws -> Tensor {
      try part(
        x, from: [half(of: rows, over: newRows), half(of: columns, over: newColumns)],
        sizes: [newRows, newColumns])
    }
    if let rows = rows.known, let columns = columns.known {
      return rows >= height && columns >= width
        ? try middle(x, .known(rows), .known(columns)) : try resized(x, resizing)
    }
    // Which one it is shows when the model runs; of the other one nothing is taken.
    func missing(_ size: AxisSize, _ target: Int) throws -> AxisSize {
      if let size = size.known { return .known(max(target - size, 0)) }
      return .computed(
        try maximum(subtract(constant([target], shape: []), scalar(of: size)), 0))
    }
    let (below, beside) = try (missing(rows, height), missing(columns, width))
    let zero = AxisSize.known(0)
    let amounts = try vector([zero, zero, zero, below, zero, beside, zero, zero])
    let enlarged = try emit(
      "Pad", [x, reshape(amounts, [4, 2])], ["T": .type(x.type), "Tpaddings": .type(.int32)],
      shape: [x.shape[0], nil, nil, x.shape[3]])
    let isSmall = try comparison(
      "Greater", maximum(scalar(of: below), scalar(of: beside)), constant([0], shape: []))
    return try select(
      isSmall, resized(x, resizing), middle(enlarged, size(of: enlarged, 1), size(of: enlarged, 2)))
  }
}
