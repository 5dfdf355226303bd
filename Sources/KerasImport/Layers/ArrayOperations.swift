// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

private func reduction(_ operation: String) -> OperationBody {
  { call in
    var x = try call.operand(0, "x", "input_tensor")
    if operation == "Mean" { x = call.builder.cast(x, to: .float32) }
    if ["All", "Any"].contains(operation) { x = call.builder.cast(x, to: .bool) }
    return [try call.reduced(operation, x)]
  }
}

extension LayerCall {
  fileprivate var keepsAxes: Bool { option(2, "keepdims").bool ?? false }

  fileprivate func reduced(_ operation: String, _ x: Tensor) throws -> Tensor {
    try builder.reduce(
      operation, x, axes: axes(1, "axis") ?? Array(0..<x.rank), keepsAxes: keepsAxes)
  }

  fileprivate func variance() throws -> Tensor {
    let x = builder.cast(try operand(0, "x", "input_tensor"), to: .float32)
    let axes = try (axes(1, "axis") ?? Array(0..<x.rank)).map { try x.axis($0) }
    let variance = try builder.moments(x, axes: axes).variance
    return keepsAxes ? variance : try builder.squeeze(variance, axes: axes)
  }

  fileprivate func extremeIndex(_ operation: String) throws -> Tensor {
    let x = try operand(0, "x", "input")
    let axis = try x.axis(option(1, "axis").integer ?? (config.isOperation ? -1 : 0))
    var shape = x.shape
    shape.remove(at: axis)
    let type: ElementType = config.isOperation ? .int32 : .int64
    let index = try builder.emit(
      operation, [x, builder.constant([axis], shape: [])],
      ["T": .type(x.type), "Tidx": .type(.int32), "output_type": .type(type)], type: type,
      shape: shape)
    return keepsAxes ? try builder.expand(index, axis: axis) : index
  }

  fileprivate func integer(_ position: Int, _ name: String) throws -> Int {
    guard let number = option(position, name).integer else {
      throw config.error("option '\(name)' is not in the file")
    }
    return number
  }
}

/// Operations on whole tensors, by the names of `keras.ops` and of TensorFlow.
let arrayOperations: [(names: [String], body: OperationBody)] = [
  (["Sum", "math.reduce_sum", "reduce_sum"], reduction("Sum")),
  (["Mean", "math.reduce_mean", "reduce_mean"], reduction("Mean")),
  (["Max", "Amax", "math.reduce_max", "reduce_max"], reduction("Max")),
  (["Min", "Amin", "math.reduce_min", "reduce_min"], reduction("Min")),
  (["Prod", "math.reduce_prod"], reduction("Prod")),
  (["All", "math.reduce_all"], reduction("All")),
  (["Any", "math.reduce_any"], reduction("Any")),
  (["Var", "math.reduce_variance"], { [try $0.variance()] }),
  (["Std", "math.reduce_std"], { [try $0.builder.unary("Sqrt", $0.variance())] }),
  (["Argmax", "math.argmax", "argmax"], { [try $0.extremeIndex("ArgMax")] }),
  (["Argmin", "math.argmin", "argmin"], { [try $0.extremeIndex("ArgMin")] }),
  (
    ["Logsumexp", "math.reduce_logsumexp"],
    { call in
      let x = try call.operand(0, "x", "input_tensor")
      let axes = try (call.axes(1, "axis") ?? Array(0..<x.rank)).map { try x.axis($0) }
      let b = call.builder
      let largest = try b.reduce("Max", x, axes: axes, keepsAxes: true)
      let sum = try b.reduce(
        "Sum", b.unary("Exp", b.subtract(x, largest)), axes: axes, keepsAxes: true)
      let result = try b.add(b.unary("Log", sum), largest)
      return [call.keepsAxes ? result : try b.squeeze(result, axes: axes)]
    }
  ),
  (
    ["Norm", "norm"],
    { call in
      let x = try call.operand(0, "x", "tensor")
      guard [.null, .integer(2), .string("euclidean")].contains(call.option(1, "ord")) else {
        throw call.config.error("this norm is not supported")
      }
      let sum = try call.builder.reduce(
        "Sum", call.builder.unary("Square", x), axes: call.axes(2, "axis") ?? Array(0..<x.rank),
        keepsAxes: call.keepsAxes)
      return [try call.builder.unary("Sqrt", sum)]
    }
  ),
  (
    ["Normalize", "math.l2_normalize", "nn.l2_normalize"],
    { call in
      let x = try call.operand(0, "x")
      guard [.null, .integer(2)].contains(call.option(2, "order")) else {
        throw call.config.error("this norm is not supported")
      }
      return [try call.builder.normalized(x, axes: call.axes(1, "axis") ?? [-1])]
    }
  ),
  (
    ["Cumsum", "math.cumsum"],
    { call in
      let x = try call.operand(0, "x")
      let axis = try x.axis(call.option(1, "axis").integer ?? 0)
      return [
        try call.builder.emit(
          "Cumsum", [x, call.builder.constant([axis], shape: [])],
          [
            "T": .type(x.type), "Tidx": .type(.int32),
            "exclusive": .bool(call.option(2, "exclusive").bool ?? false),
            "reverse": .bool(call.option(3, "reverse").bool ?? false),
          ], shape: x.shape)
      ]
    }
  ),
  (
    ["TopK", "math.top_k", "nn.top_k"],
    { call in
      let x = try call.operand(0, "x", "input")
      let count = try call.integer(1, "k")
      let shape: [Int?] = Array(x.shape.dropLast()) + [count]
      return try call.builder.emit(
        "TopKV2", [x, call.builder.constant([count], shape: [])],
        ["T": .type(x.type), "sorted": .bool(true), "index_type": .type(.int32)],
        results: [(x.type, shape), (.int32, shape)])
    }
  ),
  (
    ["Matmul", "linalg.matmul", "matmul"],
    { call in
      let (x, y) = try call.operands(["x1", "a"], ["x2", "b"])
      let isLeft = call.keywords["transpose_a"]?.json?.bool ?? false
      let isRight = call.keywords["transpose_b"]?.json?.bool ?? false
      return [try call.builder.matMul(x, y, transposeX: isLeft, transposeY: isRight)]
    }
  ),
  (
    ["Einsum"],
    { call in
      let equation = try call.config.string("subscripts")
      return [try call.builder.einsum(equation, call.arguments.flatMap(\.tensors).map(\.tensor))]
    }
  ),
  (
    ["Dot"],
    { call in
      let (x, y) = try call.operands(["x1"], ["x2"])
      guard y.rank == 2 else {
        throw call.config.error("its second operand has rank \(y.rank), needs 2")
      }
      return [try call.builder.matMul(x, y)]
    }
  ),
  // Shapes
  (
    ["shape", "compat.v1.shape"], { call in [try call.builder.shape(of: call.operand(0, "input"))] }
  ),
  (
    ["Reshape", "reshape"],
    { call in
      let x = try call.operand(0, "x", "tensor")
      return [try call.builder.reshape(x, to: call.sizes(1, "newshape", "shape"))]
    }
  ),
  (
    ["Transpose", "transpose", "compat.v1.transpose"],
    { call in
      let x = try call.operand(0, "x", "a")
      let order = call.axes(1, "axes", "perm") ?? (0..<x.rank).reversed()
      return [try call.builder.transpose(x, order.map { try x.axis($0) })]
    }
  ),
  (
    ["Swapaxes"],
    { call in
      let x = try call.operand(0, "x")
      var order = Array(0..<x.rank)
      try order.swapAt(x.axis(call.integer(1, "axis1")), x.axis(call.integer(2, "axis2")))
      return [try call.builder.transpose(x, order)]
    }
  ),
  (
    ["Moveaxis"],
    { call in
      let x = try call.operand(0, "x")
      guard let from = call.axes(1, "source"), let to = call.axes(2, "destination"),
        from.count == to.count
      else { throw call.config.error("its axes are not in the file") }
      let pairs = try zip(to, from).map { (try x.axis($0), try x.axis($1)) }.sorted { $0.0 < $1.0 }
      var order = (0..<x.rank).filter { axis in !pairs.contains { $0.1 == axis } }
      for (target, source) in pairs { order.insert(source, at: min(target, order.count)) }
      return [try call.builder.transpose(x, order)]
    }
  ),
  (
    ["ExpandDims", "expand_dims"],
    { call in
      var x = try call.operand(0, "x", "input")
      for axis in (call.axes(1, "axis") ?? []).sorted() {
        x = try call.builder.expand(x, axis: axis)
      }
      return [x]
    }
  ),
  (
    ["Squeeze", "squeeze", "compat.v1.squeeze"],
    { call in
      let x = try call.operand(0, "x", "input")
      let axes = call.axes(1, "axis") ?? x.shape.indices.filter { x.shape[$0] == 1 }
      return [try call.builder.squeeze(x, axes: axes)]
    }
  ),
  (["Ravel"], { call in [try call.builder.reshape(call.operand(0, "x"), [-1])] }),
  (["Flatten"], { call in [try call.builder.reshapedBehindBatch(call.operand(0, "x"), [-1])] }),
  (
    ["Roll", "roll"],
    { call in
      let x = try call.operand(0, "x", "input")
      guard let shifts = call.axes(1, "shift"), let axes = call.axes(2, "axis"),
        shifts.count == axes.count
      else { throw call.config.error("its shifts are not in the file, or without axes") }
      return [
        try call.builder.emit(
          "Roll", [x, call.builder.constant(shifts), call.builder.constant(axes)],
          ["T": .type(x.type), "Tshift": .type(.int32), "Taxis": .type(.int32)], shape: x.shape)
      ]
    }
  ),
  (
    ["BroadcastTo", "broadcast_to"],
    { call in
      let x = try call.operand(0, "x", "input")
      let sizes = try call.sizes(1, "shape")
      return [
        try call.builder.emit(
          "BroadcastTo", [x, call.builder.vector(sizes)],
          ["T": .type(x.type), "Tidx": .type(.int32)], shape: sizes.map(\.known))
      ]
    }
  ),
  // Parts
  (["GetItem", "__operators__.getitem"], { [try $0.item()] }),
  (["Split", "split"], { try $0.parts() }),
  (
    ["Unstack", "unstack"],
    { call in
      try call.builder.unstack(
        call.operand(0, "x", "value"), axis: call.option(2, "axis").integer ?? 0)
    }
  ),
  (
    ["Take", "gather", "compat.v1.gather"],
    { call in
      let x = try call.operand(0, "x", "params")
      let indices = try call.operand(1, "indices")
      let axis = call.option(2, "axis").integer ?? 0
      let batchAxes = call.keywords["batch_dims"]?.json?.integer ?? 0
      let whole = indices.type == .int64 ? indices : call.builder.cast(indices, to: .int32)
      return [try call.builder.gather(x, whole, axis: axis, batchAxes: batchAxes)]
    }
  ),
  // Joining and repeating
  (
    ["Concatenate", "concat"],
    { call in
      let tensors = call.inputs.map(\.tensor)
      return [try call.builder.concatenate(tensors, axis: call.option(1, "axis").integer ?? 0)]
    }
  ),
  (
    ["Stack", "stack"],
    { call in
      [try call.builder.pack(call.inputs.map(\.tensor), axis: call.option(1, "axis").integer ?? 0)]
    }
  ),
  (
    ["Repeat", "repeat"],
    { call in
      let x = try call.operand(0, "x", "input")
      let count = try call.integer(1, "repeats")
      guard let axis = call.option(2, "axis").integer else {
        throw call.config.error("it repeats without an axis, which is not supported")
      }
      return [try call.builder.repeated(x, count, axis: axis)]
    }
  ),
  (
    ["Tile", "tile"],
    { call in
      let x = try call.operand(0, "x", "input")
      var counts = try call.sizes(1, "repeats", "multiples")
      while counts.count < x.rank { counts.insert(.known(1), at: 0) }
      return [try call.builder.tile(x, counts)]
    }
  ),
  (["Pad", "pad", "compat.v1.pad"], { [try $0.padded()] }),
  (
    ["Flip", "reverse"],
    { call in
      let x = try call.operand(0, "x", "tensor")
      return [try call.builder.reverse(x, axes: call.axes(1, "axis") ?? Array(0..<x.rank))]
    }
  ),
  (
    ["OneHot", "one_hot"],
    { call in
      let indices = call.builder.cast(try call.operand(0, "x", "indices"), to: .int32)
      guard [-1, indices.rank].contains(call.option(2, "axis").integer ?? -1) else {
        throw call.config.error("its axis is not the last one")
      }
      let name = call.config.isOperation ? "num_classes" : "depth"
      return [try call.builder.oneHot(indices, call.integer(1, name))]
    }
  ),
  // Windows
  (["MaxPool", "nn.max_pool2d", "nn.max_pool"], { [try $0.pooled("MaxPool")] }),
  (["AveragePool", "nn.avg_pool2d", "nn.avg_pool"], { [try $0.pooled("AvgPool")] }),
  (
    ["nn.bias_add"],
    { call in
      let (x, bias) = try call.operands(["value"], ["bias"])
      return [try call.builder.add(x, bias)]
    }
  ),
  // Pictures
  (
    ["Resize", "image.resize"],
    { call in
      let x = try call.operand(0, "images")
      let sizes = try call.sizes(1, "size")
      let method = call.option(2, "interpolation", "method").string ?? "bilinear"
      guard x.rank == 4, sizes.count == 2, call.option(9, "antialias").bool != true else {
        throw call.config.error("this kind of resizing is not supported")
      }
      return [try call.builder.interpolated(x, method, height: sizes[0], width: sizes[1])]
    }
  ),
  (
    ["nn.depth_to_space"],
    { call in
      let x = try call.operand(0, "input")
      try x.requireRank(4...4)
      let size = try call.integer(1, "block_size")
      guard size > 0 else { throw call.config.error("its blocks have size \(size)") }
      let shape = [
        x.shape[0], x.shape[1].map { $0 * size }, x.shape[2].map { $0 * size },
        x.shape[3].map { $0 / (size * size) },
      ]
      return [
        try call.builder.emit(
          "DepthToSpace", [x],
          ["T": .type(x.type), "block_size": .integer(size), "data_format": .string("NHWC")],
          shape: shape)
      ]
    }
  ),
]

extension LayerCall {
  /// The largest or the mean of windows, as TensorFlow and Keras describe these.
  fileprivate func pooled(_ operation: String) throws -> Tensor {
    let x = try operand(0, "inputs", "input", "value")
    try x.requireRank(3...5)
    func sizes(_ position: Int, _ names: [String]) throws -> [Int]? {
      for name in names {
        let json = option(position, name)
        if let one = json.integer { return Array(repeating: one, count: x.rank - 2) }
        if let several = json.integers {
          // TensorFlow may name batch and channels, too.
          return several.count == x.rank ? Array(several[1..<x.rank - 1]) : several
        }
      }
      return nil
    }
    guard let window = try sizes(1, ["pool_size", "ksize"]), window.count == x.rank - 2,
      ![JSON.string("channels_first"), .string("NCHW")].contains(option(5, "data_format"))
    else { throw config.error("its window is not supported") }
    let strides = try sizes(2, ["strides"]) ?? window
    guard strides.count == window.count,
      (window + strides).allSatisfy({ $0 > 0 && $0 <= 1 << 20 })
    else { throw config.error("its window is empty or too large") }
    let padding = option(3, "padding").string?.lowercased() ?? "valid"
    return try builder.pool(
      operation, x,
      Window(
        sizes: window, strides: strides, dilations: window.map { _ in 1 },
        isSame: padding == "same"))
  }

  /// Part of a tensor, as Python's brackets take it.
  fileprivate func item() throws -> Tensor {
    let x = try operand(0, "x", "tensor")
    guard let json = (argument(1, "key") ?? argument(1, "slice_spec"))?.json else {
      throw config.error("it takes a part by what is computed, which is not supported")
    }
    var keys = json.array ?? [json]
    func isEllipsis(_ key: JSON) -> Bool {
      key["class_name"].string == "__ellipsis__" || key["class_name"].string == "ellipsis"
    }
    let taken = keys.count { $0 != .null && !isEllipsis($0) }
    guard taken <= x.rank else { throw config.error("it takes \(taken) axes of \(x.rank)") }
    if let place = keys.firstIndex(where: isEllipsis) {
      let whole = JSON.object(["start": .null, "stop": .null, "step": .null])
      keys.replaceSubrange(
        place...place, with: Array(repeating: whole, count: x.rank - taken))
    }
    var spans: [GraphBuilder.Span] = []
    var newAxes: [Int] = []
    var position = 0
    for key in keys {
      if key == .null {
        newAxes.append(position)
        position += 1
      } else if let index = key.integer {
        spans.append(.index(index))
      } else {
        spans.append(try span(key))
        position += 1
      }
    }
    var result = spans.allSatisfy({ $0.isWhole }) ? x : try builder.slice(x, spans)
    for axis in newAxes { result = try builder.expand(result, axis: axis) }
    return result
  }

  private func span(_ key: JSON) throws -> GraphBuilder.Span {
    let members = key["config"] == .null ? key : key["config"]
    guard members.object != nil, members["class_name"] == .null else {
      throw config.error("it takes a part in a way that is not supported")
    }
    return GraphBuilder.Span(
      begin: members["start"].integer, end: members["stop"].integer,
      stride: members["step"].integer ?? 1)
  }

  fileprivate func parts() throws -> [Tensor] {
    let x = try operand(0, "x", "value")
    let axis = try x.axis(option(2, "axis").integer ?? 0)
    let sections = option(1, "indices_or_sections", "num_or_size_splits")
    if let count = sections.integer { return try builder.split(x, count, axis: axis) }
    guard let numbers = sections.integers else {
      throw config.error("its sections are not in the file")
    }
    // Keras gives where parts begin, TensorFlow how long they are.
    var bounds = [0]
    for number in numbers {
      bounds.append(config.isOperation ? number : bounds[bounds.count - 1] + number)
    }
    var ends: [Int?] = bounds.dropFirst().map { $0 }
    if config.isOperation { ends.append(nil) }
    return try zip(bounds, ends).map { begin, end in
      try builder.slice(
        x, Array(repeating: .all, count: axis) + [GraphBuilder.Span(begin: begin, end: end)])
    }
  }

  fileprivate func padded() throws -> Tensor {
    let x = try operand(0, "x", "tensor")
    let json = option(1, "pad_width", "paddings")
    var pairs = (json.array ?? []).compactMap(\.integers).filter { $0.count == 2 }
    if pairs.isEmpty, let all = json.integers, all.count == 2 {
      pairs = Array(repeating: all, count: x.rank)
    }
    guard pairs.count == x.rank else {
      throw config.error("its paddings do not fit rank \(x.rank)")
    }
    let mode = (option(2, "mode").string ?? "constant").lowercased()
    let paddings = pairs.map { ($0[0], $0[1]) }
    if mode == "constant" {
      let value = option(3, "constant_values").number ?? 0
      return try builder.pad(x, paddings, with: value == 0 ? nil : value)
    }
    guard ["reflect", "symmetric"].contains(mode) else {
      throw config.error("padding mode '\(mode)' is not supported")
    }
    let shape = zip(x.shape, paddings).map { size, padding in
      size.map { $0 + padding.0 + padding.1 }
    }
    return try builder.emit(
      "MirrorPad", [x, builder.constant(pairs.flatMap { $0 }, shape: [x.rank, 2])],
      ["T": .type(x.type), "Tpaddings": .type(.int32), "mode": .string(mode.uppercased())],
      shape: shape)
  }
}

extension GraphBuilder.Span {
  fileprivate var isWhole: Bool { begin == nil && end == nil && stride == 1 && !isIndex }
}
