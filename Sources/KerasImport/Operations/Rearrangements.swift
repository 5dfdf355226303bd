// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Operations that join, cut, turn and fill.
let rearrangements: [OperationRow] = [
  // Joining
  (
    ["Hstack"],
    { call in
      let tensors = try call.operandList()
      return [try call.builder.concatenate(tensors, axis: tensors.first?.rank == 1 ? 0 : 1)]
    }
  ),
  (["Vstack"], { [try $0.builder.concatenate($0.operandList(), axis: 0)] }),
  (
    ["Dstack"],
    { call in
      let b = call.builder
      let tensors = try call.operandList().map { x in
        let row = x.rank == 1 ? try b.expand(x, axis: 0) : x
        return row.rank == 2 ? try b.expand(row, axis: 2) : row
      }
      return [try b.concatenate(tensors, axis: 2)]
    }
  ),
  (
    ["Append"],
    { call in
      let (x, y) = try call.operands(["x1"], ["x2"])
      let b = call.builder
      if let axis = call.option(9, "axis").integer {
        return [try b.concatenate([x, y], axis: axis)]
      }
      return [try b.concatenate([b.reshape(x, [-1]), b.reshape(y, [-1])], axis: 0)]
    }
  ),
  // Cutting
  (["ArraySplit"], { try $0.unequalParts(axis: $0.option(2, "axis").integer ?? 0) }),
  (["Vsplit"], { try $0.unequalParts(axis: 0) }),
  (["Hsplit"], { try $0.unequalParts(axis: $0.operand(0, "x").rank == 1 ? 0 : 1) }),
  (["Dsplit"], { try $0.unequalParts(axis: 2) }),
  (
    ["Diagonal"],
    { call in
      let x = try call.operand(0, "x")
      return [try call.diagonal(x)]
    }
  ),
  (
    ["Trace"],
    { call in
      let x = try call.operand(0, "x")
      return [try call.builder.reduce("Sum", call.diagonal(x), axes: [-1])]
    }
  ),
  (
    ["Diag"],
    { call in
      let x = try call.operand(0, "x")
      let offset = call.option(1, "k").integer ?? 0
      return [
        x.rank == 2
          ? try call.builder.diagonal(x, offset: offset)
          : try call.builder.diagonalMatrix(x, offset: offset)
      ]
    }
  ),
  (
    ["Diagflat"],
    { call in
      let row = try call.builder.reshape(call.operand(0, "x"), [-1])
      return [try call.builder.diagonalMatrix(row, offset: call.option(1, "k").integer ?? 0)]
    }
  ),
  (
    ["Tril"],
    { [try $0.builder.triangle($0.operand(0, "x"), $0.option(1, "k").integer ?? 0, isLower: true)] }
  ),
  (
    ["Triu"],
    {
      [try $0.builder.triangle($0.operand(0, "x"), $0.option(1, "k").integer ?? 0, isLower: false)]
    }
  ),
  // Turning
  (["Fliplr"], { [try $0.builder.reverse($0.operand(0, "x"), axes: [1])] }),
  (["Flipud"], { [try $0.builder.reverse($0.operand(0, "x"), axes: [0])] }),
  (["Rot90"], { [try $0.rotated()] }),
  // Filling
  (
    ["Full"],
    { call in
      let value = try call.operand(0, "fill_value")
      return [
        try call.builder.spread(
          call.typed(value), to: call.sizes(9, "shape"))
      ]
    }
  ),
  (
    ["FullLike"],
    { call in
      let x = try call.operand(0, "x")
      let value = try call.operand(1, "fill_value", like: x)
      return [
        try call.builder.spread(call.typed(value, like: x), to: call.builder.sizes(of: x))
      ]
    }
  ),
  (
    ["EmptyLike"],
    { call in [call.typed(try call.builder.unary("ZerosLike", call.operand(0, "x")))] }
  ),
  (
    ["Array", "ConvertToTensor", "View"],
    { call in
      guard call.config.className != "View" || call.option(9, "dtype") == .null else {
        throw call.config.error("other types of the same bytes are not supported")
      }
      return [call.typed(try call.operand(0, "x"))]
    }
  ),
  (["Linspace"], { try $0.linearRow() }),
  (
    ["Logspace"],
    { call in
      let base = call.option(9, "base").number ?? 10
      let b = call.builder
      return [try b.binary("Pow", b.scalar(base), call.linearRow()[0])]
    }
  ),
  (["Meshgrid"], { try $0.meshes() }),
  (
    ["Size"],
    { call in
      let x = try call.operand(0, "x")
      let b = call.builder
      let known = x.shape.compactMap { $0 }
      if known.count == x.rank { return [b.constant([known.reduce(1, *)], shape: [])] }
      return [try b.reduce("Prod", b.shape(of: x), axes: [0])]
    }
  ),
  (["Ndim"], { [$0.builder.constant([try $0.operand(0, "x").rank], shape: [])] }),
  (
    ["Vander"],
    { call in
      let x = try call.floatOperand(0, "x")
      let b = call.builder
      try x.requireRank(1...1)
      guard let count = call.option(9, "N").integer ?? x.shape[0], (0...1 << 16).contains(count)
      else {
        throw call.config.error("its input has an open size or is too large; give the columns")
      }
      let powers = (0..<count).map { Float($0) }
      let isRising = call.option(9, "increasing").bool ?? false
      let exponents = b.constant(isRising ? powers : powers.reversed())
      return [try b.binary("Pow", b.expand(x, axis: x.rank), exponents)]
    }
  ),
]

extension LayerCall {
  /// A value in the type that the operation names, if it does.
  func typed(_ x: Tensor, like other: Tensor? = nil) -> Tensor {
    let named = option(9, "dtype").string.flatMap { ElementType(kerasName: $0) }
    return builder.cast(x, to: named ?? other?.type ?? x.type)
  }

  /// Parts of an axis: some number of them, the first of which are longer by one, or by their bounds.
  fileprivate func unequalParts(axis: Int) throws -> [Tensor] {
    let x = try operand(0, "x")
    let axis = try x.axis(axis)
    let json = option(1, "indices_or_sections")
    var bounds: [Int?] = (json.integers ?? []).map { $0 }
    if let count = json.integer {
      guard (1...1 << 16).contains(count) else {
        throw config.error("it splits into \(count) parts")
      }
      guard let size = x.shape[axis] else {
        return try builder.split(x, count, axis: axis)
      }
      bounds = (1..<count).map { $0 * (size / count) + min($0, size % count) }
    }
    return try zip([0] + bounds, bounds + [nil]).map { begin, end in
      try builder.slice(
        x, Array(repeating: .all, count: axis) + [GraphBuilder.Span(begin: begin, end: end)])
    }
  }

  fileprivate func diagonal(_ x: Tensor) throws -> Tensor {
    let axes = try [
      x.axis(option(2, "axis1").integer ?? 0), x.axis(option(3, "axis2").integer ?? 1),
    ]
    let order = x.shape.indices.filter { !axes.contains($0) } + axes
    return try builder.diagonal(
      builder.transpose(x, order), offset: option(1, "offset").integer ?? 0)
  }

  fileprivate func rotated() throws -> Tensor {
    let x = try operand(0, "array", "x")
    let axes = try (self.axes(2, "axes") ?? [0, 1]).map { try x.axis($0) }
    guard axes.count == 2, axes[0] != axes[1] else { throw config.error("it needs two axes") }
    var order = Array(0..<x.rank)
    order.swapAt(axes[0], axes[1])
    let b = builder
    let turns = (option(1, "k").integer ?? 1) % 4
    switch turns < 0 ? turns + 4 : turns {
    case 0: return x
    case 1: return try b.transpose(b.reverse(x, axes: [axes[1]]), order)
    case 2: return try b.reverse(x, axes: axes)
    default: return try b.reverse(b.transpose(x, order), axes: [axes[1]])
    }
  }

  /// Numbers at equal distances, along a new axis, and the distance where it is asked for.
  fileprivate func linearRow() throws -> [Tensor] {
    let (x, y) = try operands(["start"], ["stop"])
    let b = builder
    let (start, stop) = (b.cast(x, to: .float32), b.cast(y, to: .float32))
    let count = option(9, "num").integer ?? 50
    let hasEnd = option(9, "endpoint").bool ?? true
    guard count > 0, count <= 1 << 20 else { throw config.error("it has \(count) numbers") }
    let step = try b.multiply(
      b.subtract(stop, start), 1 / Double(max(1, hasEnd ? count - 1 : count)))
    let axis = option(9, "axis").integer ?? 0
    let position = axis < 0 ? axis + step.rank + 1 : axis
    guard (0...step.rank).contains(position) else {
      throw config.error("axis \(axis) is outside of rank \(step.rank + 1)")
    }
    let places = b.constant(
      (0..<count).map { Float($0) },
      shape: [count] + Array(repeating: 1, count: step.rank - position))
    let origin = start.rank == step.rank ? try b.expand(start, axis: position) : start
    let row = try b.add(origin, b.multiply(b.expand(step, axis: position), places))
    var result = row
    if let name = option(9, "dtype").string, let type = ElementType(kerasName: name) {
      result = type == .float32 ? row : b.cast(try b.unary("Floor", row), to: type)
    }
    return [result] + (option(9, "retstep").bool == true ? [step] : [])
  }

  fileprivate func meshes() throws -> [Tensor] {
    let b = builder
    let rows = try arguments.flatMap(\.tensors).map { try b.reshape($0.tensor, [-1]) }
    var sizes = try rows.map { try b.size(of: $0, 0) }
    let isSwapped = option(9, "indexing").string != "ij" && rows.count > 1
    if isSwapped { sizes.swapAt(0, 1) }
    return try rows.enumerated().map { index, row in
      let axis = isSwapped && index < 2 ? 1 - index : index
      var shape = Array(repeating: AxisSize.known(1), count: rows.count)
      shape[axis] = sizes[axis]
      return try b.spread(b.reshape(row, to: shape), to: sizes)
    }
  }
}

extension GraphBuilder {
  /// A value as often as a shape has place for it.
  func spread(_ x: Tensor, to sizes: [AxisSize]) throws -> Tensor {
    if x.rank == 0 { return try fill(sizes, with: x) }
    return try emit(
      "BroadcastTo", [x, vector(sizes)], ["T": .type(x.type), "Tidx": .type(.int32)],
      shape: sizes.map(\.known))
  }

  /// The elements of the last two axes whose columns are `offset` behind their rows.
  func diagonal(_ x: Tensor, offset: Int) throws -> Tensor {
    guard x.rank >= 2, let rows = x.shape[x.rank - 2], let columns = x.shape[x.rank - 1] else {
      throw importError("a diagonal of matrices of open size is not supported; fix the size")
    }
    let (first, end) = (max(0, -offset), min(rows, columns - offset))
    guard end - first <= 1 << 24 else { throw importError("the diagonal is too long") }
    let places = first < end ? (first..<end).map { $0 * columns + $0 + offset } : []
    let outer = try (0..<x.rank - 2).map { try size(of: x, $0) }
    let flat = try reshape(x, to: outer + [.known(rows * columns)])
    return try gather(flat, constant(places), axis: -1)
  }

  /// A matrix with a row of elements `offset` beside its diagonal.
  func diagonalMatrix(_ x: Tensor, offset: Int) throws -> Tensor {
    guard x.rank == 1, let count = x.shape[0] else {
      throw importError("the diagonal of a matrix must be a vector of known size")
    }
    let padded = try pad(x, [offset > 0 ? (offset, 0) : (0, -offset)])
    let size = count + abs(offset)
    guard size <= 1 << 12 else { throw importError("a matrix of \(size) rows is too large") }
    let isThere = (0..<size * size).map { $0 % size == $0 / size + offset }
    return try select(flags(isThere, shape: [size, size]), padded, scalar(0, like: x))
  }

  func flags(_ flags: [Bool], shape: [Int]) -> Tensor {
    constant(
      ConstantData(flags.map { UInt8($0 ? 1 : 0) }), type: .bool, shape: shape,
      name: "\(scope)/Const")
  }

  /// Zeros above a diagonal of the last two axes, or below it.
  func triangle(_ x: Tensor, _ offset: Int, isLower: Bool) throws -> Tensor {
    guard x.rank >= 2 else { throw importError("its input has rank \(x.rank), needs 2") }
    let zero = scalar(0, like: x)
    if let rows = x.shape[x.rank - 2], let columns = x.shape[x.rank - 1],
      rows.saturatingProduct(columns) <= 1 << 22
    {
      let isKept = (0..<rows * columns).map { place in
        let distance = place % columns - place / columns
        return isLower ? distance <= offset : distance >= offset
      }
      return try select(flags(isKept, shape: [rows, columns]), x, zero)
    }
    let rows = try expand(range(size(of: x, -2)), axis: 1)
    let columns = try expand(range(size(of: x, -1)), axis: 0)
    let isKept = try comparison(
      isLower ? "LessEqual" : "GreaterEqual", columns, add(rows, Double(offset)))
    return try select(isKept, x, zero)
  }
}
