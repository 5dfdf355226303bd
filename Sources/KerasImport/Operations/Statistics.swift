// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// Operations along axes: order, quantiles, norms, and sums that leave out what is no number.
let statisticOperations: [OperationRow] = [
  // Order
  (
    ["Sort"],
    { call in
      let (x, axis) = try call.flattenedWithoutAxis()
      return [try call.builder.sorted(x, axis: axis)]
    }
  ),
  (
    ["Argsort"],
    { call in
      let (x, axis) = try call.flattenedWithoutAxis()
      return [
        try call.builder.withLast(x, axis) { b, x in
          try b.largest(b.descending(x), b.size(of: x, -1)).indices
        }
      ]
    }
  ),
  (["Median"], { [try $0.quantile(of: .number(0.5))] }),
  (["Quantile"], { [try $0.quantile(of: $0.option(1, "q"))] }),
  (["Percentile"], { [try $0.quantile(of: $0.option(1, "q"), scale: 0.01)] }),
  (
    ["SearchSorted"],
    { call in
      let (sorted, x) = try call.operands(["sorted_sequence"], ["values"])
      let isRight = call.option(9, "side").string == "right"
      return [try call.builder.place(of: x, in: sorted, isRight: isRight)]
    }
  ),
  (
    ["Digitize"],
    { call in
      let (x, bins) = try call.operands(["x"], ["bins"])
      return [try call.builder.place(of: x, in: bins, isRight: true)]
    }
  ),
  // Sums
  (
    ["CountNonzero"],
    { call in
      let x = try call.operand(0, "x")
      let b = call.builder
      let differs =
        x.type == .bool ? x : try b.comparison("NotEqual", x, b.scalar(0, like: x))
      return [try call.along("Sum", b.cast(differs, to: .int32))]
    }
  ),
  (["Average"], { [try $0.average()] }),
  (
    ["Ptp"],
    { call in
      let x = try call.operand(0, "x")
      return [try call.builder.subtract(call.along("Max", x), call.along("Min", x))]
    }
  ),
  (
    ["Moments"],
    { call in
      let x = try call.floatOperand(0, "x")
      let axes = try (call.axes(9, "axes") ?? Array(0..<x.rank)).map { try x.axis($0) }
      let (mean, variance) = try call.builder.moments(x, axes: axes)
      guard call.option(2, "keepdims").bool != true else { return [mean, variance] }
      return try [mean, variance].map { try call.builder.squeeze($0, axes: axes) }
    }
  ),
  (
    ["Cumprod"],
    { call in
      let (x, axis) = try call.flattenedWithoutAxis()
      return [try call.builder.cumulative("Cumprod", x, axis: axis)]
    }
  ),
  (
    ["Diff"],
    { call in
      var x = try call.operand(0, "a", "x")
      for _ in 0..<max(0, call.option(1, "n").integer ?? 1) {
        x = try call.builder.differences(x, axis: call.option(2, "axis").integer ?? -1)
      }
      return [x]
    }
  ),
  (
    ["Trapezoid"],
    { call in
      let y = try call.floatOperand(0, "y")
      guard call.option(1, "x") == .null else {
        throw call.config.error("places of its own are not supported; give a distance dx")
      }
      let b = call.builder
      let axis = try y.axis(call.option(3, "axis").integer ?? -1)
      let (before, after) = try b.neighbours(y, axis: axis)
      let sum = try b.reduce("Sum", b.add(before, after), axes: [axis])
      return [try b.multiply(sum, (call.option(2, "dx").number ?? 1) / 2)]
    }
  ),
  (["Norm", "norm"], { [try $0.norm()] }),
  (
    ["Normalize", "math.l2_normalize", "nn.l2_normalize"],
    { call in
      let x = try call.floatOperand(0, "x")
      let axes = call.axes(1, "axis") ?? [-1]
      let order = call.option(2, "order")
      guard [.null, .integer(2)].contains(order) else {
        let b = call.builder
        let norm = try b.norm(x, order: order, axes: axes, keepsAxes: true)
        return [try b.divide(x, b.maximum(norm, call.option(3, "epsilon").number ?? 1e-7))]
      }
      return [try call.builder.normalized(x, axes: axes)]
    }
  ),
  (
    ["Corrcoef"],
    { call in
      let x = try call.floatOperand(0, "x")
      let b = call.builder
      let centered = try b.subtract(x, b.reduce("Mean", x, axes: [-1], keepsAxes: true))
      let squares = try b.reduce("Sum", b.unary("Square", centered), axes: [-1], keepsAxes: true)
      let unit = try b.multiply(centered, b.unary("Rsqrt", squares))
      return [try b.maximum(b.minimum(b.matMul(unit, unit, transposeY: true), 1), -1)]
    }
  ),
]

/// Operations that leave out what is not a number.
let partialStatistics: [OperationRow] = [
  (["Nansum"], { [try $0.along("Sum", $0.numbers(else: 0))] }),
  (["Nanprod"], { [try $0.along("Prod", $0.numbers(else: 1))] }),
  (["Nanmax"], { [try $0.extreme("Max", else: -.infinity)] }),
  (["Nanmin"], { [try $0.extreme("Min", else: .infinity)] }),
  (["Nanmean"], { [try $0.meanOfNumbers(keepsAxes: $0.keepsAxes)] }),
  (["Nanvar"], { [try $0.varianceOfNumbers()] }),
  (["Nanstd"], { [try $0.builder.unary("Sqrt", $0.varianceOfNumbers())] }),
  (["Nancumsum"], { [try $0.cumulativeOfNumbers("Cumsum", else: 0)] }),
  (["Nancumprod"], { [try $0.cumulativeOfNumbers("Cumprod", else: 1)] }),
  (["Nanargmax"], { [try $0.extremePlace("ArgMax", else: -.infinity)] }),
  (["Nanargmin"], { [try $0.extremePlace("ArgMin", else: .infinity)] }),
]

extension LayerCall {
  var keepsAxes: Bool { option(2, "keepdims").bool ?? false }

  /// The one axis of an operation; nil where it has none.
  func axis() -> Int? { option(1, "axis").integer }

  /// The operand and its axis; all elements in a row where there is none.
  func flattenedWithoutAxis() throws -> (Tensor, Int) {
    let x = try operand(0, "x")
    if let axis = axis() { return (x, try x.axis(axis)) }
    return (try builder.reshape(x, [-1]), 0)
  }

  /// A reduction along the axes of the operation.
  fileprivate func along(_ operation: String, _ x: Tensor) throws -> Tensor {
    try builder.reduce(
      operation, x, axes: axes(9, "axis") ?? Array(0..<x.rank), keepsAxes: keepsAxes)
  }

  fileprivate func average() throws -> Tensor {
    let x = try floatOperand(0, "x")
    let b = builder
    // The weights may be the second operand, so the axis is not looked for there.
    guard argument(1, "weights") != nil else { return try along("Mean", x) }
    var weights = b.cast(try operand(1, "weights"), to: .float32)
    if let axis = option(9, "axis").integer, weights.rank != x.rank {
      var sizes = Array(repeating: AxisSize.known(1), count: x.rank)
      sizes[try x.axis(axis)] = try b.size(of: weights, 0)
      weights = try b.reshape(weights, to: sizes)
    }
    return try b.divide(along("Sum", b.multiply(x, weights)), along("Sum", weights))
  }

  // MARK: Quantiles

  fileprivate func quantile(of json: JSON, scale: Double = 1) throws -> Tensor {
    let x = try floatOperand(0, "x")
    guard let shares = LiteralArray(json), shares.shape.count <= 1 else {
      throw config.error("its share 'q' is not a constant number or list of these")
    }
    let axes = try (self.axes(9, "axis") ?? Array(0..<x.rank)).map { try x.axis($0) }
    let b = builder
    let order = x.shape.indices.filter { !axes.contains($0) } + axes
    let rest = try order.dropLast(axes.count).map { try b.size(of: x, $0) }
    let sizes = axes.compactMap { x.shape[$0] }
    let count = sizes.reduce(1, *)
    guard sizes.count == axes.count, count > 0 else {
      throw config.error("an axis of open size is not supported; fix the size of its input")
    }
    let rows = try b.reshape(b.transpose(x, order), to: rest + [.known(count)])
    let sorted = try b.sorted(rows, axis: -1)
    let places = shares.numbers.map { min(max($0 * scale, 0), 1) * Double(count - 1) }
    var result = try taken(sorted, at: places)
    // Where one of the elements is not a number, neither is the result.
    let isUndefined = try b.reduce("Any", b.isNaN(rows), axes: [-1], keepsAxes: true)
    result = try b.select(isUndefined, b.scalar(.nan), result)
    if shares.shape.isEmpty { result = try b.squeeze(result, axes: [-1]) }
    if option(2, "keepdims").bool == true {
      for axis in axes.sorted() { result = try b.expand(result, axis: axis) }
    }
    guard !shares.shape.isEmpty else { return result }
    return try b.transpose(result, [result.rank - 1] + (0..<result.rank - 1))
  }

  /// Elements at places along the last axis, also between two of them.
  private func taken(_ sorted: Tensor, at places: [Double]) throws -> Tensor {
    let b = builder
    func at(_ rounding: FloatingPointRoundingRule) throws -> Tensor {
      try b.gather(
        sorted, b.constant(places.map { Int(clampedFrom: $0.rounded(rounding)) }), axis: -1)
    }
    // Keras' models take quantiles between two elements, whatever method they name.
    switch config.className == "Percentile" ? option(9, "method").string ?? "linear" : "linear" {
    case "lower": return try at(.down)
    case "higher": return try at(.up)
    case "nearest": return try at(.toNearestOrEven)
    case "midpoint": return try b.multiply(b.add(at(.down), at(.up)), 0.5)
    default: break
    }
    let shares = places.map { Float($0 - $0.rounded(.down)) }
    let (low, high) = try (at(.down), at(.up))
    return try b.add(
      b.multiply(low, b.constant(shares.map { 1 - $0 })), b.multiply(high, b.constant(shares)))
  }

  // MARK: Norms

  fileprivate func norm() throws -> Tensor {
    let x = try floatOperand(0, "x", "tensor")
    let order = option(1, "ord")
    let axes = axes(2, "axis")
    // TensorFlow's norm takes all elements as one vector.
    if !config.isOperation, axes == nil || order.number == nil {
      let row = axes == nil ? try builder.reshape(x, [-1]) : x
      return try builder.norm(
        row, order: order.string == "euclidean" ? .null : order, axes: axes ?? [0],
        keepsAxes: keywords["keepdims"]?.json?.bool ?? false)
    }
    return try builder.norm(
      x, order: order, axes: axes ?? Array(0..<x.rank),
      keepsAxes: option(3, "keepdims").bool ?? false)
  }

  // MARK: Without what is no number

  /// The operand with another number where it is none.
  private func numbers(_ x: Tensor, else other: Double) throws -> Tensor {
    try builder.select(builder.isNaN(x), builder.scalar(other), x)
  }

  fileprivate func numbers(else other: Double) throws -> Tensor {
    try numbers(floatOperand(0, "x"), else: other)
  }

  /// How many are numbers.
  private func count(_ x: Tensor, keepsAxes: Bool) throws -> Tensor {
    let isNumber = builder.cast(try builder.not(builder.isNaN(x)), to: .float32)
    return try builder.reduce(
      "Sum", isNumber, axes: axes(9, "axis") ?? Array(0..<x.rank), keepsAxes: keepsAxes)
  }

  fileprivate func meanOfNumbers(keepsAxes: Bool) throws -> Tensor {
    let x = try floatOperand(0, "x")
    let sum = try builder.reduce(
      "Sum", numbers(x, else: 0), axes: axes(9, "axis") ?? Array(0..<x.rank),
      keepsAxes: keepsAxes)
    return try builder.divide(sum, count(x, keepsAxes: keepsAxes))
  }

  fileprivate func varianceOfNumbers() throws -> Tensor {
    let x = try floatOperand(0, "x")
    let distance = try builder.subtract(x, meanOfNumbers(keepsAxes: true))
    let squares = try builder.unary("Square", numbers(distance, else: 0))
    return try builder.divide(along("Sum", squares), count(x, keepsAxes: keepsAxes))
  }

  fileprivate func extreme(_ operation: String, else other: Double) throws -> Tensor {
    let x = try floatOperand(0, "x")
    return try builder.select(
      along("All", builder.isNaN(x)), builder.scalar(.nan),
      along(operation, numbers(x, else: other)))
  }

  fileprivate func extremePlace(_ operation: String, else other: Double) throws -> Tensor {
    let x = try floatOperand(0, "x")
    let isNone = try along("All", builder.isNaN(x))
    return try builder.select(
      isNone, builder.constant([-1], shape: []),
      place(of: operation, in: numbers(x, else: other)))
  }

  fileprivate func cumulativeOfNumbers(
    _ operation: String, else other: Double
  ) throws -> Tensor {
    let x = try numbers(else: other)
    guard let axis = axis() else {
      return try builder.cumulative(operation, builder.reshape(x, [-1]), axis: 0)
    }
    return try builder.cumulative(operation, x, axis: axis)
  }
}

extension GraphBuilder {
  /// Calls `body` with an axis as the last one, where it stays.
  func withLast(
    _ x: Tensor, _ axis: Int, _ body: (GraphBuilder, Tensor) throws -> Tensor
  ) throws -> Tensor {
    let axis = try x.axis(axis)
    var order = Array(0..<x.rank)
    order.swapAt(axis, x.rank - 1)
    return try transpose(body(self, transpose(x, order)), order)
  }

  /// The largest along the last axis in falling order, and where they are.
  func largest(_ x: Tensor, _ count: Int) throws -> (values: Tensor, indices: Tensor) {
    try largest(x, .known(count))
  }

  func largest(_ x: Tensor, _ count: AxisSize) throws -> (values: Tensor, indices: Tensor) {
    let limit: Tensor =
      switch count {
      case .known(let count): constant([count], shape: [])
      case .computed(let count): count
      }
    let shape: [Int?] = x.shape.dropLast() + [count.known]
    let results = try emit(
      "TopKV2", [x, limit],
      ["T": .type(x.type), "sorted": .bool(true), "index_type": .type(.int32)],
      results: [(x.type, shape), (.int32, shape)])
    return (results[0], results[1])
  }

  /// Numbers in whose falling order others rise.
  func descending(_ x: Tensor) throws -> Tensor {
    let isNarrow = x.type != .float32 && (x.type.bitCount ?? 64) < 32
    return try unary("Neg", isNarrow ? cast(x, to: .int32) : x)
  }

  /// Elements in rising order along an axis.
  func sorted(_ x: Tensor, axis: Int) throws -> Tensor {
    try withLast(x, axis) { b, x in
      let falling = try b.largest(b.descending(x), b.size(of: x, -1)).values
      return b.cast(try b.unary("Neg", falling), to: x.type)
    }
  }

  /// How many of a rising row are below each number, or not above it.
  func place(of x: Tensor, in sorted: Tensor, isRight: Bool) throws -> Tensor {
    let isBefore = try comparison(
      isRight ? "GreaterEqual" : "Greater", expand(x, axis: x.rank), sorted)
    return try reduce("Sum", cast(isBefore, to: .int32), axes: [-1])
  }

  /// Sums or products of each element and those before it.
  func cumulative(
    _ operation: String, _ x: Tensor, axis: Int, isExclusive: Bool = false,
    isReverse: Bool = false
  ) throws -> Tensor {
    let axis = try x.axis(axis)
    let x = x.type == .bool ? cast(x, to: .int32) : x
    return try emit(
      operation, [x, constant([axis], shape: [])],
      [
        "T": .type(x.type), "Tidx": .type(.int32), "exclusive": .bool(isExclusive),
        "reverse": .bool(isReverse),
      ], shape: x.shape)
  }

  /// All but the last along an axis, and all but the first.
  func neighbours(_ x: Tensor, axis: Int) throws -> (Tensor, Tensor) {
    let axis = try x.axis(axis)
    let whole = Array(repeating: Span.all, count: axis)
    return (
      try slice(x, whole + [Span(begin: nil, end: -1)]),
      try slice(x, whole + [Span(begin: 1, end: nil)])
    )
  }

  /// How each element differs from the one before it.
  func differences(_ x: Tensor, axis: Int) throws -> Tensor {
    let (before, after) = try neighbours(x, axis: axis)
    return x.type == .bool
      ? try comparison("NotEqual", after, before) : try subtract(after, before)
  }

  /// The norm of vectors along an axis, of matrices along two, of any where no order is given.
  func norm(_ x: Tensor, order: JSON, axes: [Int], keepsAxes: Bool) throws -> Tensor {
    func along(_ operation: String, _ x: Tensor, _ axes: [Int]) throws -> Tensor {
      try reduce(operation, x, axes: axes, keepsAxes: true)
    }
    let axes = try axes.map { try x.axis($0) }
    let isFrobenius = order == .null || order == .string("fro") || order == .string("euclidean")
    let size = try unary("Abs", x)
    let number = order.number ?? (order.string == "inf" ? .infinity : nil)
    let result: Tensor
    if isFrobenius || (number == 2 && axes.count == 1) {
      result = try unary("Sqrt", along("Sum", unary("Square", x), axes))
    } else if let number, axes.count == 1 {
      switch number {
      case .infinity: result = try along("Max", size, axes)
      case -.infinity: result = try along("Min", size, axes)
      case 0:
        let differs = try comparison("NotEqual", x, scalar(0))
        result = try along("Sum", cast(differs, to: .float32), axes)
      case 1: result = try along("Sum", size, axes)
      default:
        let sum = try along("Sum", binary("Pow", size, scalar(number)), axes)
        result = try binary("Pow", sum, scalar(1 / number))
      }
    } else if let number, axes.count == 2, number.magnitude == 1 || number.isInfinite {
      // The largest or smallest sum of a column (1), of a row (infinity).
      let (summed, compared) = number.isInfinite ? (axes[1], axes[0]) : (axes[0], axes[1])
      result = try along(
        number > 0 ? "Max" : "Min", along("Sum", size, [summed]), [compared])
    } else {
      throw importError("this norm is not supported")
    }
    return keepsAxes ? result : try squeeze(result, axes: axes)
  }
}
