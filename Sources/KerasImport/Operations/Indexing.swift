// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Operations that take elements by their places, or put others there.
let indexing: [OperationRow] = [
  (
    ["gather", "compat.v1.gather"],
    { call in
      let x = try call.operand(0, "params")
      let indices = try call.operand(1, "indices")
      let axis = call.option(3, "axis").integer ?? 0
      let batchAxes = call.keywords["batch_dims"]?.json?.integer ?? 0
      let whole = indices.type == .int64 ? indices : call.builder.cast(indices, to: .int32)
      return [try call.builder.gather(x, whole, axis: axis, batchAxes: batchAxes)]
    }
  ),
  (
    ["Take"],
    { call in
      var x = try call.operand(0, "x")
      let given = call.option(9, "axis").integer
      if given == nil { x = try call.builder.reshape(x, [-1]) }
      let axis = try x.axis(given ?? 0)
      return [
        try call.builder.gather(x, call.places(1, "indices", in: x, axis: axis), axis: axis)
      ]
    }
  ),
  (
    ["TakeAlongAxis"],
    { call in
      var x = try call.operand(0, "x")
      let given = call.option(9, "axis").integer
      if given == nil { x = try call.builder.reshape(x, [-1]) }
      let axis = try x.axis(given ?? 0)
      let places = try call.places(1, "indices", in: x, axis: axis)
      return [try call.builder.taken(x, at: places, axis: axis)]
    }
  ),
  (["Slice"], { [try $0.slicedFromStart()] }),
  (["SliceUpdate"], { [try $0.withSliceReplaced()] }),
  (
    ["Scatter"],
    { call in
      let indices = call.builder.cast(try call.operand(0, "indices"), to: .int32)
      let values = try call.operand(1, "values")
      let sizes = try call.sizes(9, "shape")
      return [
        try call.builder.emit(
          "ScatterNd", [indices, values, call.builder.vector(sizes)],
          ["T": .type(values.type), "Tindices": .type(.int32)], type: values.type,
          shape: sizes.map(\.known))
      ]
    }
  ),
  (
    ["ScatterUpdate"],
    { call in
      let x = try call.operand(0, "inputs")
      let indices = call.builder.cast(try call.operand(1, "indices"), to: .int32)
      let updates = call.builder.cast(try call.operand(2, "updates", like: x), to: x.type)
      let operations = ["add": "Add", "max": "Max", "min": "Min"]
      let reduction = call.option(9, "reduction").string
      guard let operation = reduction.map({ operations[$0] }) ?? "Update" else {
        throw call.config.error("reduction '\(reduction ?? "")' is not supported")
      }
      return [
        try call.builder.emit(
          "TensorScatter\(operation)", [x, indices, updates],
          ["T": .type(x.type), "Tindices": .type(.int32)], shape: x.shape)
      ]
    }
  ),
  (
    ["Nonzero"],
    { call in
      let places = try call.builder.placesOfNonzero(call.operand(0, "x"))
      return try call.builder.unstack(places, axis: 1)
    }
  ),
  (
    ["UnravelIndex"],
    { call in
      let indices = try call.operand(0, "indices")
      let b = call.builder
      guard let sizes = call.option(9, "shape").integers else {
        throw call.config.error("its shape is not in the file")
      }
      var rest = indices
      // Keras takes the sizes of indices that are no vector from the front.
      let places = try (indices.rank == 1 ? sizes.reversed() : sizes).map { size in
        let divisor = b.scalar(Double(size), like: indices)
        let place = try b.binary("FloorMod", rest, divisor)
        rest = try b.binary("FloorDiv", rest, divisor)
        return place
      }
      return places.reversed()
    }
  ),
  (["Select"], { [try $0.chosen()] }),
  (
    ["OneHot", "one_hot"],
    { call in
      let indices = call.builder.cast(try call.operand(0, "x", "indices"), to: .int32)
      let name = call.config.isOperation ? "num_classes" : "depth"
      guard let count = call.option(1, name).integer else {
        throw call.config.error("option '\(name)' is not in the file")
      }
      let axis = call.option(call.config.isOperation ? 2 : 4, "axis").integer ?? -1
      return [call.typed(try call.builder.oneHot(indices, count, axis: axis))]
    }
  ),
  (
    ["MultiHot"],
    { call in
      let indices = call.builder.cast(try call.operand(0, "inputs", "x"), to: .int32)
      guard let count = call.option(1, "num_classes", "num_tokens").integer else {
        throw call.config.error("option 'num_classes' is not in the file")
      }
      let axis = call.option(9, "axis").integer ?? -1
      let vectors = try call.builder.oneHot(indices, count, axis: axis)
      return [
        call.typed(try call.builder.reduce("Max", vectors, axes: [indices.rank > 1 ? 1 : 0]))
      ]
    }
  ),
  (
    ["InTopK"],
    { call in
      let targets = call.builder.cast(try call.operand(0, "targets"), to: .int32)
      let predictions = call.builder.cast(try call.operand(1, "predictions"), to: .float32)
      let count = call.builder.constant([call.option(9, "k").integer ?? 1], shape: [])
      return [
        try call.builder.emit(
          "InTopKV2", [predictions, targets, count], ["T": .type(.int32)], type: .bool,
          shape: targets.shape)
      ]
    }
  ),
  (["SegmentSum"], { [try $0.segments("Sum")] }),
  (["SegmentMax"], { [try $0.segments("Max")] }),
  (["SegmentMin"], { [try $0.segments("Min")] }),
  (["SegmentProd"], { [try $0.segments("Prod")] }),
  (
    ["Bincount"],
    { call in
      let x = call.builder.cast(try call.operand(0, "x"), to: .int32)
      let b = call.builder
      guard call.option(9, "weights") == .null, call.option(9, "sparse").bool != true, x.rank == 1
      else { throw call.config.error("weights, sparse results and several rows are not supported") }
      // As many counts as there are numbers up to the largest, or as are asked for.
      let largest = try b.add(b.reduce("Max", x, axes: [0]), 1)
      let count = try b.maximum(largest, Double(call.option(9, "minlength").integer ?? 0))
      let equal = try b.comparison(
        "Equal", b.expand(b.range(.computed(count)), axis: 1), b.expand(x, axis: 0))
      return [try b.reduce("Sum", b.cast(equal, to: .int32), axes: [1])]
    }
  ),
]

extension LayerCall {
  /// Places along an axis, those below 0 counted from its end, as numbers from 0 on.
  fileprivate func places(
    _ position: Int, _ name: String, in x: Tensor, axis: Int
  ) throws -> Tensor {
    let b = builder
    if let json = argument(position, name)?.json, let literal = LiteralArray(json) {
      let numbers = literal.numbers.map { Int(clampedFrom: $0) }
      guard numbers.contains(where: { $0 < 0 }) else {
        return b.constant(numbers, shape: literal.shape)
      }
      if let size = x.shape[axis] {
        return b.constant(numbers.map { $0 < 0 ? $0 + size : $0 }, shape: literal.shape)
      }
    }
    let given = try operand(position, name)
    let places = given.type == .int64 ? given : b.cast(given, to: .int32)
    let size: Tensor =
      switch try b.size(of: x, axis) {
      case .known(let size): b.scalar(Double(size), like: places)
      case .computed(let size): b.cast(size, to: places.type)
      }
    let isFromEnd = try b.comparison("Less", places, b.scalar(0, like: places))
    return try b.select(isFromEnd, b.add(places, size), places)
  }

  /// Where a slice starts; nil where that is computed.
  private func starts() -> [Int]? {
    let numbers = argument(1, "start_indices")?.json.flatMap { LiteralArray($0) }?.numbers
    return numbers?.map { Int(Int32(clamping: Int(clampedFrom: $0))) }
  }

  fileprivate func slicedFromStart() throws -> Tensor {
    let x = try operand(0, "inputs")
    let sizes = try self.sizes(9, "shape")
    guard sizes.count == x.rank else { throw config.error("its shape does not fit its input") }
    let begin = builder.cast(try operand(1, "start_indices"), to: .int32)
    let known = starts()
    guard known == nil || known?.count == x.rank else {
      throw config.error("where it starts does not fit its input")
    }
    let shape = zip(sizes, x.shape.indices).map { size, axis in
      // All that is left of an axis has a known size where it is known where that begins.
      (size.known ?? -1) >= 0
        ? size.known : known.flatMap { starts in x.shape[axis].map { $0 - starts[axis] } }
    }
    return try builder.emit(
      "Slice", [x, begin, builder.vector(sizes)], ["T": .type(x.type), "Index": .type(.int32)],
      shape: shape)
  }

  /// A part replaced by another tensor, from where it starts as far as that reaches.
  fileprivate func withSliceReplaced() throws -> Tensor {
    let x = try operand(0, "inputs")
    let updates = builder.cast(try operand(2, "updates", like: x), to: x.type)
    guard let starts = starts(), starts.count == x.rank, updates.rank == x.rank else {
      throw config.error("where it starts is computed, which is not supported")
    }
    let b = builder
    var result = updates
    // From the innermost axis outwards: what is before, the update, and what is behind.
    for axis in (0..<x.rank).reversed() {
      let size = updates.shape[axis]
      if starts[axis] == 0, size == x.shape[axis] { continue }
      guard let size else {
        throw config.error("the part along axis \(axis) has an open size; fix its input's shape")
      }
      // Outer axes are as long as the update still, inner ones are whole.
      var spans = (0..<axis).map { outer in
        updates.shape[outer] == x.shape[outer]
          ? GraphBuilder.Span.all
          : GraphBuilder.Span(
            begin: starts[outer], end: starts[outer] + (updates.shape[outer] ?? 0))
      }
      spans.append(.all)
      var parts: [Tensor] = []
      if starts[axis] > 0 {
        spans[axis] = GraphBuilder.Span(begin: 0, end: starts[axis])
        parts.append(try b.slice(x, spans))
      }
      parts.append(result)
      if x.shape[axis].map({ starts[axis] + size < $0 }) ?? true {
        spans[axis] = GraphBuilder.Span(begin: starts[axis] + size, end: nil)
        parts.append(try b.slice(x, spans))
      }
      result = parts.count == 1 ? parts[0] : try b.concatenate(parts, axis: axis)
    }
    return result
  }

  /// Of several values that of the first condition that holds.
  fileprivate func chosen() throws -> Tensor {
    let b = builder
    guard case .list(let conditions)? = argument(0, "condlist"),
      case .list(let choices)? = argument(1, "choicelist"), conditions.count == choices.count
    else { throw config.error("it is called without lists of conditions and choices") }
    let like = choices.flatMap(\.tensors).first?.tensor
    var result =
      argument(2, "default") == nil
      ? b.scalar(0, like: like ?? b.scalar(0)) : try operand(2, "default", like: like)
    for (condition, choice) in zip(conditions, choices).reversed() {
      guard let condition = condition.tensors.first?.tensor else {
        throw config.error("a condition is no tensor")
      }
      result = try b.select(b.cast(condition, to: .bool), tensor(choice, like: like), result)
    }
    return result
  }

  fileprivate func segments(_ operation: String) throws -> Tensor {
    let x = try operand(0, "data")
    let numbers = builder.cast(try operand(1, "segment_ids"), to: .int32)
    var count = option(9, "num_segments").integer
    if count == nil, let literal = argument(1, "segment_ids")?.json.flatMap({ LiteralArray($0) }) {
      count = Int(clampedFrom: literal.numbers.max() ?? -1) + 1
    }
    guard let count else {
      throw config.error("the number of segments is computed; give it as num_segments")
    }
    return try builder.emit(
      "UnsortedSegment\(operation)", [x, numbers, builder.constant([count], shape: [])],
      ["T": .type(x.type), "Tindices": .type(.int32), "Tnumsegments": .type(.int32)],
      shape: [count] + x.shape.dropFirst(numbers.rank))
  }
}

extension GraphBuilder {
  /// The places of what is not 0, a row each.
  func placesOfNonzero(_ x: Tensor) throws -> Tensor {
    let isThere = x.type == .bool ? x : try comparison("NotEqual", x, scalar(0, like: x))
    let places = try emit(
      "Where", [isThere], ["T": .type(.bool)], type: .int64, shape: [nil, x.rank])
    return cast(places, to: .int32)
  }

  /// The elements of each row along an axis at places of its own.
  fileprivate func taken(_ x: Tensor, at places: Tensor, axis: Int) throws -> Tensor {
    guard x.rank == places.rank else {
      throw importError("places of rank \(places.rank) do not fit rank \(x.rank)")
    }
    var order = Array(0..<x.rank)
    order.swapAt(axis, x.rank - 1)
    func rows(_ y: Tensor, like other: Tensor) throws -> Tensor {
      var sizes = try sizes(of: y)
      for outer in 0..<x.rank where outer != axis && y.shape[outer] == 1 {
        sizes[outer] = try size(of: other, outer)
      }
      let isSame = zip(sizes, y.shape).allSatisfy { $0.known == $1 }
      return try transpose(isSame ? y : spread(y, to: sizes), order)
    }
    let (all, taken) = try (rows(x, like: places), rows(places, like: x))
    let shape = try sizes(of: taken)
    let flat = try gather(
      reshape(all, to: [.known(-1), size(of: all, -1)]),
      reshape(taken, to: [.known(-1), size(of: taken, -1)]), axis: 1, batchAxes: 1)
    return try transpose(reshape(flat, to: shape), order)
  }
}
