// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

private func reduction(_ operation: String) -> OperationBody {
  { call in
    var x = try call.operand(0, "x", "input_tensor")
    if operation == "Mean" { x = call.builder.cast(x, to: .float32) }
    if ["All", "Any"].contains(operation) { x = call.builder.cast(x, to: .bool) }
    if ["Sum", "Prod"].contains(operation), x.type == .bool {
      x = call.builder.cast(x, to: .int32)
    }
    let result = try call.reduced(operation, x)
    guard let initial = call.option(9, "initial").number else { return [result] }
    return [
      operation == "Max"
        ? try call.builder.maximum(result, initial) : try call.builder.minimum(result, initial)
    ]
  }
}

extension LayerCall {
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

  /// Where the largest or smallest element is; of all elements where there is no axis.
  func place(of operation: String, in x: Tensor) throws -> Tensor {
    let given = option(1, "axis").integer ?? (config.isOperation ? nil : 0)
    let row = given == nil ? try builder.reshape(x, [-1]) : x
    let axis = try row.axis(given ?? 0)
    var shape = row.shape
    shape.remove(at: axis)
    let type: ElementType = config.isOperation ? .int32 : .int64
    let index = try builder.emit(
      operation, [row, builder.constant([axis], shape: [])],
      ["T": .type(x.type), "Tidx": .type(.int32), "output_type": .type(type)], type: type,
      shape: shape)
    guard keepsAxes else { return index }
    return given == nil
      ? try builder.reshape(index, x.shape.map { _ in 1 })
      : try builder.expand(index, axis: axis)
  }

  fileprivate func integer(_ position: Int, _ name: String) throws -> Int {
    guard let number = option(position, name).integer else {
      throw config.error("option '\(name)' is not in the file")
    }
    return number
  }
}

/// Operations on whole tensors, by the names of `keras.ops` and of TensorFlow.
let arrayOperations: [OperationRow] = [
  (["Sum", "math.reduce_sum", "reduce_sum"], reduction("Sum")),
  (["Mean", "math.reduce_mean", "reduce_mean"], reduction("Mean")),
  (["Max", "Amax", "math.reduce_max", "reduce_max"], reduction("Max")),
  (["Min", "Amin", "math.reduce_min", "reduce_min"], reduction("Min")),
  (["Prod", "math.reduce_prod"], reduction("Prod")),
  (["All", "math.reduce_all"], reduction("All")),
  (["Any", "math.reduce_any"], reduction("Any")),
  (["Var", "math.reduce_variance"], { [try $0.variance()] }),
  (["Std", "math.reduce_std"], { [try $0.builder.unary("Sqrt", $0.variance())] }),
  (
    ["Argmax", "math.argmax", "argmax"],
    { [try $0.place(of: "ArgMax", in: $0.operand(0, "x", "input"))] }
  ),
  (
    ["Argmin", "math.argmin", "argmin"],
    { [try $0.place(of: "ArgMin", in: $0.operand(0, "x", "input"))] }
  ),
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
    ["Cumsum"],
    { call in
      let (x, axis) = try call.flattenedWithoutAxis()
      return [try call.builder.cumulative("Cumsum", x, axis: axis)]
    }
  ),
  (
    ["math.cumsum"],
    { call in
      [
        try call.builder.cumulative(
          "Cumsum", call.operand(0, "x"), axis: call.option(1, "axis").integer ?? 0,
          isExclusive: call.option(2, "exclusive").bool ?? false,
          isReverse: call.option(3, "reverse").bool ?? false)
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
    ["Einsum"],
    { call in
      let equation = try call.config.string("subscripts")
      return [try call.builder.einsum(equation, call.arguments.flatMap(\.tensors).map(\.tensor))]
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
      guard let shifts = call.axes(1, "shift") else {
        throw call.config.error("its shifts are not in the file")
      }
      let b = call.builder
      guard var axes = call.axes(2, "axis") else {
        // All elements are one row.
        let row = try b.rolled(b.reshape(x, [-1]), shifts, axes: [0])
        return [try b.reshape(row, to: b.sizes(of: x))]
      }
      if axes.count == 1 { axes = shifts.map { _ in axes[0] } }
      return [try b.rolled(x, shifts, axes: axes)]
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
  // Joining and repeating
  (
    ["Concatenate", "concat"],
    { call in
      let axis = call.option(1, "axis").integer ?? 0
      return [try call.builder.concatenate(call.operandList(), axis: axis)]
    }
  ),
  (
    ["Stack", "stack"],
    { call in
      [try call.builder.pack(call.operandList(), axis: call.option(1, "axis").integer ?? 0)]
    }
  ),
  (
    ["Repeat", "repeat"],
    { call in
      let x = try call.operand(0, "x", "input")
      let given = call.option(2, "axis").integer
      let row = given == nil ? try call.builder.reshape(x, [-1]) : x
      let json = call.option(1, "repeats")
      guard json.integer == nil, let counts = LiteralArray(json)?.numbers, counts.count != 1 else {
        let count = try LiteralArray(json)?.numbers.first ?? Double(call.integer(1, "repeats"))
        return [try call.builder.repeated(row, Int(clampedFrom: count), axis: given ?? 0)]
      }
      // Each element as often as its own count says.
      guard counts.reduce(0, { $0 + max(0, $1) }) <= 0x1p24 else {
        throw call.config.error("it repeats elements too often")
      }
      let places = counts.enumerated().flatMap { place, count in
        Array(repeating: place, count: max(0, Int(clampedFrom: min(count, 0x1p24))))
      }
      return [try call.builder.gather(row, call.builder.constant(places), axis: given ?? 0)]
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
    ["nn.bias_add"],
    { call in
      let (x, bias) = try call.operands(["value"], ["bias"])
      let b = call.builder
      guard call.isChannelsFirst, x.rank > 2 else { return [try b.add(x, bias)] }
      let shape = [-1] + Array(repeating: 1, count: x.rank - 2)
      return [try b.add(x, b.reshape(bias, shape))]
    }
  ),
]

extension LayerCall {
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

extension GraphBuilder {
  /// Elements moved on along axes, those at the ends to the other ends.
  fileprivate func rolled(_ x: Tensor, _ shifts: [Int], axes: [Int]) throws -> Tensor {
    guard shifts.count == axes.count else {
      throw importError("\(shifts.count) shifts are not for \(axes.count) axes")
    }
    return try emit(
      "Roll", [x, constant(shifts), constant(axes)],
      ["T": .type(x.type), "Tshift": .type(.int32), "Taxis": .type(.int32)], shape: x.shape)
  }
}

extension GraphBuilder.Span {
  fileprivate var isWhole: Bool { begin == nil && end == nil && stride == 1 && !isIndex }
}
