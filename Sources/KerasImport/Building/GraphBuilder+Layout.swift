// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// How many elements an axis has: known, or what a scalar says when the model runs.
enum AxisSize {
  case known(Int)
  case computed(Tensor)

  var known: Int? {
    if case .known(let size) = self { size } else { nil }
  }
}

extension GraphBuilder {
  // MARK: Sizes

  func shape(of x: Tensor) throws -> Tensor {
    try emit(
      "Shape", [x], ["T": .type(x.type), "out_type": .type(.int32)], type: .int32,
      shape: [x.rank])
  }

  func size(of x: Tensor, _ axis: Int) throws -> AxisSize {
    let axis = try x.axis(axis)
    if let known = x.shape[axis] { return .known(known) }
    return .computed(try index(shape(of: x), axis: 0, at: axis))
  }

  func sizes(of x: Tensor) throws -> [AxisSize] {
    try x.shape.indices.map { try size(of: x, $0) }
  }

  /// `size · factor + addend`.
  func scaled(_ size: AxisSize, by factor: Int, plus addend: Int = 0) throws -> AxisSize {
    switch size {
    case .known(let known): return .known(known * factor + addend)
    case .computed(let tensor):
      let product = factor == 1 ? tensor : try multiply(tensor, Double(factor))
      return .computed(addend == 0 ? product : try add(product, Double(addend)))
    }
  }

  /// A vector of sizes.
  func vector(_ sizes: [AxisSize]) throws -> Tensor {
    let known = sizes.compactMap(\.known)
    if known.count == sizes.count { return constant(known) }
    let elements = sizes.map { size in
      switch size {
      case .known(let size): constant([size], shape: [])
      case .computed(let tensor): tensor
      }
    }
    return try pack(elements, axis: 0)
  }

  // MARK: Shapes

  /// The same elements in a shape of which at most one size is -1.
  func reshape(_ x: Tensor, _ shape: [Int]) throws -> Tensor {
    var known: [Int?] = shape.map { $0 < 0 ? nil : $0 }
    let own = x.shape.compactMap { $0 }
    if own.count == x.rank, let open = known.firstIndex(of: nil) {
      let rest = known.compactMap { $0 }.reduce(1) { $0.saturatingProduct($1) }
      guard rest > 0, own.reduce(1, *) % rest == 0 else {
        throw importError("shape \(text(x.shape)) does not become \(shape)")
      }
      known[open] = own.reduce(1, *) / rest
    }
    return try reshape(x, by: constant(shape), shape: known)
  }

  /// The same elements in the shape that a vector says.
  func reshape(_ x: Tensor, by target: Tensor, shape: [Int?]) throws -> Tensor {
    try emit(
      "Reshape", [x, target], ["T": .type(x.type), "Tshape": .type(.int32)], shape: shape)
  }

  /// The same elements in a shape that may be known only when the model runs.
  func reshape(_ x: Tensor, to sizes: [AxisSize]) throws -> Tensor {
    let openCount = sizes.count { ($0.known ?? -1) < 0 }
    if openCount <= 1, !sizes.contains(where: { $0.known == 0 }) {
      return try reshape(x, sizes.map { $0.known ?? -1 })
    }
    return try reshape(
      x, by: vector(sizes), shape: sizes.map { size in size.known.flatMap { $0 < 0 ? nil : $0 } })
  }

  func expand(_ x: Tensor, axis: Int) throws -> Tensor {
    let position = axis < 0 ? axis + x.rank + 1 : axis
    guard (0...x.rank).contains(position) else {
      throw importError("axis \(axis) is outside of rank \(x.rank + 1)")
    }
    var shape = x.shape
    shape.insert(1, at: position)
    return try emit(
      "ExpandDims", [x, constant([position], shape: [])],
      ["T": .type(x.type), "Tdim": .type(.int32)], shape: shape)
  }

  func squeeze(_ x: Tensor, axes: [Int]) throws -> Tensor {
    let axes = try axes.map { try x.axis($0) }
    let shape = x.shape.enumerated().filter { !axes.contains($0.offset) }.map(\.element)
    return try emit(
      "Squeeze", [x],
      ["T": .type(x.type), "squeeze_dims": .list(axes.map { .integer($0) })], shape: shape)
  }

  func transpose(_ x: Tensor, _ order: [Int]) throws -> Tensor {
    guard order != Array(0..<x.rank) else { return x }
    guard order.sorted() == Array(0..<x.rank) else {
      throw importError("\(order) is no order of \(x.rank) axes")
    }
    return try emit(
      "Transpose", [x, constant(order)], ["T": .type(x.type), "Tperm": .type(.int32)],
      shape: order.map { x.shape[$0] })
  }

  // MARK: Parts

  /// What a slice takes of an axis.
  struct Span {
    var begin: Int?
    var end: Int?
    var stride = 1
    /// Whether one element is taken and the axis goes.
    var isIndex = false

    static let all = Span(begin: nil, end: nil)

    static func index(_ index: Int) -> Span {
      Span(begin: index, end: index == -1 ? nil : index + 1, isIndex: true)
    }

    /// How many elements are taken of `size`.
    fileprivate func count(of size: Int?) -> Int? {
      if isIndex { return 1 }
      if begin == nil, end == nil, stride.magnitude == 1 { return size }
      guard let size else { return nil }
      func clamped(_ position: Int, _ range: ClosedRange<Int>) -> Int {
        min(max(position < 0 ? position + size : position, range.lowerBound), range.upperBound)
      }
      if stride > 0 {
        let (first, last) = (clamped(begin ?? 0, 0...size), clamped(end ?? size, 0...size))
        return max(0, (last - first + stride - 1) / stride)
      }
      let first = clamped(begin ?? size - 1, -1...size - 1)
      let last = end.map { clamped($0, -1...size - 1) } ?? -1
      return max(0, (first - last - stride - 1) / -stride)
    }
  }

  /// Slices the first axes; further ones are taken whole.
  func slice(_ x: Tensor, _ spans: [Span]) throws -> Tensor {
    guard spans.count <= x.rank else {
      throw importError("\(spans.count) slices are too many for rank \(x.rank)")
    }
    func mask(_ isSet: (Span) -> Bool) -> Attribute {
      .integer(spans.enumerated().reduce(0) { $0 | (isSet($1.element) ? 1 << $1.offset : 0) })
    }
    var shape: [Int?] = []
    for (axis, size) in x.shape.enumerated() {
      guard axis < spans.count else {
        shape.append(size)
        continue
      }
      guard spans[axis].stride != 0 else { throw importError("a slice has stride 0") }
      if !spans[axis].isIndex { shape.append(spans[axis].count(of: size)) }
    }
    return try emit(
      "StridedSlice",
      [
        x, constant(spans.map { $0.begin ?? 0 }), constant(spans.map { $0.end ?? 0 }),
        constant(spans.map(\.stride)),
      ],
      [
        "T": .type(x.type), "Index": .type(.int32), "begin_mask": mask { $0.begin == nil },
        "end_mask": mask { $0.end == nil }, "ellipsis_mask": .integer(0),
        "new_axis_mask": .integer(0), "shrink_axis_mask": mask { $0.isIndex },
      ], shape: shape)
  }

  /// One element of an axis, which goes.
  func index(_ x: Tensor, axis: Int, at index: Int) throws -> Tensor {
    let axis = try x.axis(axis)
    return try slice(x, Array(repeating: .all, count: axis) + [.index(index)])
  }

  /// More parts than anything is taken apart into.
  private static let partLimit = 1 << 16

  func split(_ x: Tensor, _ count: Int, axis: Int) throws -> [Tensor] {
    let axis = try x.axis(axis)
    guard (1...Self.partLimit).contains(count), (x.shape[axis] ?? 0) % count == 0 else {
      let size = x.shape[axis].map { "\($0)" } ?? "an open number of"
      throw importError("\(size) elements do not split into \(count)")
    }
    var shape = x.shape
    shape[axis] = shape[axis].map { $0 / count }
    return try emit(
      "Split", [constant([axis], shape: []), x],
      ["T": .type(x.type), "num_split": .integer(count)],
      results: Array(repeating: (x.type, shape), count: count))
  }

  /// Every element of an axis of known size, without that axis.
  func unstack(_ x: Tensor, axis: Int) throws -> [Tensor] {
    let axis = try x.axis(axis)
    guard let count = x.shape[axis] else {
      throw importError("axis \(axis) has an open size, which cannot be taken apart")
    }
    guard count <= Self.partLimit else {
      throw importError("\(count) elements are too many to be taken apart")
    }
    var shape = x.shape
    shape.remove(at: axis)
    return try emit(
      "Unpack", [x],
      ["T": .type(x.type), "num": .integer(count), "axis": .integer(axis)],
      results: Array(repeating: (x.type, shape), count: count))
  }

  // MARK: Joining

  func concatenate(_ tensors: [Tensor], axis: Int) throws -> Tensor {
    guard let first = tensors.first else { throw importError("nothing is concatenated") }
    let axis = try first.axis(axis)
    guard tensors.allSatisfy({ $0.rank == first.rank }) else {
      throw importError("tensors of different ranks are concatenated")
    }
    var shape = first.shape
    for other in 0..<first.rank where other != axis {
      shape[other] = tensors.compactMap { $0.shape[other] }.first
    }
    let sizes = tensors.compactMap { $0.shape[axis] }
    shape[axis] = sizes.count == tensors.count ? sizes.reduce(0, +) : nil
    return try emit(
      "ConcatV2", tensors + [constant([axis], shape: [])],
      ["N": .integer(tensors.count), "T": .type(first.type), "Tidx": .type(.int32)],
      shape: shape)
  }

  /// Tensors of one shape along a new axis.
  func pack(_ tensors: [Tensor], axis: Int) throws -> Tensor {
    guard let first = tensors.first else { throw importError("nothing is stacked") }
    guard tensors.allSatisfy({ $0.rank == first.rank }) else {
      throw importError("tensors of different ranks are stacked")
    }
    let position = axis < 0 ? axis + first.rank + 1 : axis
    guard (0...first.rank).contains(position) else {
      throw importError("axis \(axis) is outside of rank \(first.rank + 1)")
    }
    var shape = first.shape
    for other in shape.indices { shape[other] = tensors.compactMap { $0.shape[other] }.first }
    shape.insert(tensors.count, at: position)
    return try emit(
      "Pack", tensors,
      ["N": .integer(tensors.count), "T": .type(first.type), "axis": .integer(position)],
      shape: shape)
  }

  // MARK: Filling and repeating

  func fill(_ sizes: [AxisSize], with value: Tensor) throws -> Tensor {
    try emit(
      "Fill", [vector(sizes), value], ["T": .type(value.type), "index_type": .type(.int32)],
      type: value.type, shape: sizes.map(\.known))
  }

  /// The whole tensor several times along each axis.
  func tile(_ x: Tensor, _ multiples: [AxisSize]) throws -> Tensor {
    let shape = zip(x.shape, multiples).map { size, count in
      size.flatMap { size in count.known.map { size * $0 } }
    }
    return try emit(
      "Tile", [x, vector(multiples)], ["T": .type(x.type), "Tmultiples": .type(.int32)],
      shape: shape)
  }

  /// Each element of an axis several times in a row.
  func repeated(_ x: Tensor, _ count: Int, axis: Int) throws -> Tensor {
    let axis = try x.axis(axis)
    guard count != 1 else { return x }
    var multiples = Array(repeating: AxisSize.known(1), count: x.rank + 1)
    multiples[axis + 1] = .known(count)
    let tiled = try tile(expand(x, axis: axis + 1), multiples)
    var sizes = try sizes(of: x)
    sizes[axis] = try scaled(sizes[axis], by: count)
    return try reshape(tiled, to: sizes)
  }

  func pad(_ x: Tensor, _ paddings: [(Int, Int)], with value: Double? = nil) throws -> Tensor {
    guard paddings.contains(where: { $0 != (0, 0) }) else { return x }
    let shape = zip(x.shape, paddings).map { size, padding in
      size.map { $0 + padding.0 + padding.1 }
    }
    let amounts = constant(paddings.flatMap { [$0.0, $0.1] }, shape: [x.rank, 2])
    let attributes: [String: Attribute] = ["T": .type(x.type), "Tpaddings": .type(.int32)]
    guard let value else { return try emit("Pad", [x, amounts], attributes, shape: shape) }
    return try emit("PadV2", [x, amounts, scalar(value, like: x)], attributes, shape: shape)
  }

  func gather(_ x: Tensor, _ indices: Tensor, axis: Int, batchAxes: Int = 0) throws -> Tensor {
    let axis = try x.axis(axis)
    guard (0...min(axis, indices.rank)).contains(batchAxes) else {
      throw importError("\(batchAxes) axes are not shared by \(text(x.shape)) and its indices")
    }
    let shape = x.shape[..<axis] + indices.shape[batchAxes...] + x.shape[(axis + 1)...]
    return try emit(
      "GatherV2", [x, indices, constant([axis], shape: [])],
      [
        "Tparams": .type(x.type), "Tindices": .type(indices.type), "Taxis": .type(.int32),
        "batch_dims": .integer(batchAxes),
      ], shape: Array(shape))
  }

  func reverse(_ x: Tensor, axes: [Int]) throws -> Tensor {
    let axes = try axes.map { try x.axis($0) }
    return try emit(
      "ReverseV2", [x, constant(axes)], ["T": .type(x.type), "Tidx": .type(.int32)],
      shape: x.shape)
  }

  func range(_ count: AxisSize) throws -> Tensor {
    if let known = count.known, known <= 1 << 20 { return constant(Array(0..<known)) }
    guard case .computed(let limit) = count else { throw importError("a range is too long") }
    return try emit(
      "Range", [constant([0], shape: []), limit, constant([1], shape: [])],
      ["Tidx": .type(.int32)], type: .int32, shape: [nil])
  }
}
