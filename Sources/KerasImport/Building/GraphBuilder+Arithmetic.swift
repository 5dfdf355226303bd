// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

extension GraphBuilder {
  /// The shape that two shapes broadcast to.
  func broadcast(_ a: [Int?], _ b: [Int?]) throws -> [Int?] {
    let rank = max(a.count, b.count)
    let left = Array(repeating: Optional(1), count: rank - a.count) + a
    let right = Array(repeating: Optional(1), count: rank - b.count) + b
    return try zip(left, right).map { x, y in
      if x == 1 { return y }
      if y == 1 || x == y { return x }
      // A size that is open must turn out to be the other one, or 1.
      guard let x else { return y }
      guard y == nil else {
        throw importError("shapes \(text(a)) and \(text(b)) do not broadcast")
      }
      return x
    }
  }

  /// As in `[?, 4]`.
  func text(_ shape: [Int?]) -> String {
    "[" + shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
  }

  func unary(_ operation: String, _ x: Tensor) throws -> Tensor {
    try emit(operation, [x], ["T": .type(x.type)], shape: x.shape)
  }

  func binary(_ operation: String, _ x: Tensor, _ y: Tensor) throws -> Tensor {
    let (x, y) = unified(x, y)
    return try emit(
      operation, [x, y], ["T": .type(x.type)], shape: broadcast(x.shape, y.shape))
  }

  func comparison(_ operation: String, _ x: Tensor, _ y: Tensor) throws -> Tensor {
    let (x, y) = unified(x, y)
    return try emit(
      operation, [x, y], ["T": .type(x.type)], type: .bool, shape: broadcast(x.shape, y.shape))
  }

  func add(_ x: Tensor, _ y: Tensor) throws -> Tensor { try binary("AddV2", x, y) }
  func subtract(_ x: Tensor, _ y: Tensor) throws -> Tensor { try binary("Sub", x, y) }
  func multiply(_ x: Tensor, _ y: Tensor) throws -> Tensor { try binary("Mul", x, y) }
  func divide(_ x: Tensor, _ y: Tensor) throws -> Tensor { try binary("RealDiv", x, y) }
  func maximum(_ x: Tensor, _ y: Tensor) throws -> Tensor { try binary("Maximum", x, y) }
  func minimum(_ x: Tensor, _ y: Tensor) throws -> Tensor { try binary("Minimum", x, y) }

  func add(_ x: Tensor, _ y: Double) throws -> Tensor { try add(x, scalar(y, like: x)) }
  func multiply(_ x: Tensor, _ y: Double) throws -> Tensor { try multiply(x, scalar(y, like: x)) }
  func maximum(_ x: Tensor, _ y: Double) throws -> Tensor { try maximum(x, scalar(y, like: x)) }
  func minimum(_ x: Tensor, _ y: Double) throws -> Tensor { try minimum(x, scalar(y, like: x)) }

  /// Both in the wider type: floats before integers, longer before shorter.
  private func unified(_ x: Tensor, _ y: Tensor) -> (Tensor, Tensor) {
    guard x.type != y.type else { return (x, y) }
    let order: [ElementType] = [
      .bool, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .float32,
    ]
    guard let i = order.firstIndex(of: x.type), let j = order.firstIndex(of: y.type) else {
      return (x, y)
    }
    let wider = order[max(i, j)]
    return (cast(x, to: wider), cast(y, to: wider))
  }

  func cast(_ x: Tensor, to type: ElementType) -> Tensor {
    guard x.type != type else { return x }
    // The node count is all that can fail, and it fails at the next node, too.
    let cast = try? emit(
      "Cast", [x], ["SrcT": .type(x.type), "DstT": .type(type), "Truncate": .bool(false)],
      type: type, shape: x.shape)
    return cast ?? x
  }

  func select(_ condition: Tensor, _ x: Tensor, _ y: Tensor) throws -> Tensor {
    let (x, y) = unified(x, y)
    let shape = try broadcast(broadcast(x.shape, y.shape), condition.shape)
    return try emit("SelectV2", [condition, x, y], ["T": .type(x.type)], shape: shape)
  }

  // MARK: Products

  /// `x · w` over the last axis of `x` and the first of the matrix `w`.
  func dense(_ x: Tensor, _ w: Tensor) throws -> Tensor {
    let shape: [Int?] = Array(x.shape.dropLast()) + [w.shape[1]]
    if x.rank == 2 {
      return try emit(
        "MatMul", [x, w],
        ["T": .type(x.type), "transpose_a": .bool(false), "transpose_b": .bool(false)],
        shape: shape)
    }
    return try matMul(x, w)
  }

  /// Products of matrices, those of the last two axes.
  func matMul(
    _ x: Tensor, _ y: Tensor, transposeX: Bool = false, transposeY: Bool = false
  ) throws -> Tensor {
    guard x.rank >= 2, y.rank >= 2 else {
      throw importError("products of tensors of rank \(x.rank) and \(y.rank) are not supported")
    }
    let rows = x.shape[x.rank - (transposeX ? 1 : 2)]
    let columns = y.shape[y.rank - (transposeY ? 2 : 1)]
    let batch = try broadcast(Array(x.shape.dropLast(2)), Array(y.shape.dropLast(2)))
    return try emit(
      "BatchMatMulV2", [x, y],
      ["T": .type(x.type), "adj_x": .bool(transposeX), "adj_y": .bool(transposeY)],
      shape: batch + [rows, columns])
  }

  func biasAdd(_ x: Tensor, _ bias: Tensor) throws -> Tensor {
    try emit(
      "BiasAdd", [x, bias], ["T": .type(x.type), "data_format": .string("NHWC")], shape: x.shape)
  }

  /// Sums of products, as in `abc,cd->abd`.
  func einsum(_ equation: String, _ operands: [Tensor]) throws -> Tensor {
    let equation = equation.filter { $0 != " " }
    let sides = equation.split(separator: "-", omittingEmptySubsequences: false)
    guard sides.count == 2, sides[1].first == ">" else {
      throw importError("equation '\(equation)' has no result")
    }
    let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard terms.count == operands.count else {
      throw importError("equation '\(equation)' is not for \(operands.count) operands")
    }
    let plain = try zip(terms, operands).map { try withoutRepeats($0, $1) }
    if plain.map(\.term) != terms {
      return try einsum(
        plain.map(\.term).joined(separator: ",") + "-" + sides[1], plain.map(\.operand))
    }
    var sizes: [Character: Int?] = [:]
    var rest: [Int?] = []
    for (term, operand) in zip(terms, operands) {
      let (labelled, unlabelled) = try labels(of: term, operand)
      sizes.merge(labelled) { $0 ?? $1 }
      if unlabelled.count >= rest.count { rest = unlabelled }
    }
    var shape: [Int?] = []
    for label in sides[1].dropFirst().replacing("...", with: ".") {
      if label == "." {
        shape += rest
      } else {
        guard let size = sizes[label] else {
          throw importError("equation '\(equation)' does not say what '\(label)' is")
        }
        shape.append(size)
      }
    }
    return try emit(
      "Einsum", operands,
      [
        "T": .type(operands[0].type), "N": .integer(operands.count),
        "equation": .string(equation),
      ], shape: shape)
  }

  /// An operand with the diagonal of axes of the same label, which is then the last one.
  private func withoutRepeats(
    _ term: String, _ operand: Tensor
  ) throws -> (term: String, operand: Tensor) {
    var labels = Array(term)
    var result = operand
    guard !term.contains("."), labels.count == operand.rank else { return (term, operand) }
    while let label = labels.first(where: { label in labels.count { $0 == label } > 1 }) {
      let axes = Array(labels.indices.filter { labels[$0] == label }.prefix(2))
      let rest = labels.indices.filter { !axes.contains($0) }
      result = try diagonal(transpose(result, rest + axes), offset: 0)
      labels = rest.map { labels[$0] } + [label]
    }
    return (String(labels), result)
  }

  /// The sizes of a term's labels, and of the axes that its ellipsis stands for.
  private func labels(
    of term: String, _ operand: Tensor
  ) throws -> ([Character: Int?], [Int?]) {
    let term = Array(term.replacing("...", with: "."))
    let count = term.count { $0 != "." }
    let hidden = operand.rank - count
    let ellipses = term.count - count
    guard ellipses <= 1, hidden == 0 || (hidden > 0 && ellipses == 1) else {
      throw importError("'\(String(term))' does not fit rank \(operand.rank)")
    }
    var sizes: [Character: Int?] = [:]
    var rest: [Int?] = []
    var axis = 0
    for label in term {
      if label == "." {
        rest = Array(operand.shape[axis..<axis + hidden])
        axis += hidden
      } else {
        sizes[label] = operand.shape[axis]
        axis += 1
      }
    }
    return (sizes, rest)
  }

  // MARK: Reductions

  func reduce(
    _ operation: String, _ x: Tensor, axes: [Int], keepsAxes: Bool = false
  ) throws -> Tensor {
    let axes = try axes.map { try x.axis($0) }
    let shape: [Int?] = x.shape.enumerated().compactMap { axis, size in
      axes.contains(axis) ? (keepsAxes ? .some(1) : .none) : .some(size)
    }
    var attributes: [String: Attribute] = ["keep_dims": .bool(keepsAxes), "Tidx": .type(.int32)]
    if !["All", "Any"].contains(operation) { attributes["T"] = .type(x.type) }
    return try emit(operation, [x, constant(axes)], attributes, shape: shape)
  }

  /// Exponentials along an axis, each divided by their sum.
  func softmax(_ x: Tensor, axis: Int = -1) throws -> Tensor {
    try withLast(x, axis) { b, x in try b.unary("Softmax", x) }
  }

  /// The logarithms of the softmax along an axis.
  func logSoftmax(_ x: Tensor, axis: Int = -1) throws -> Tensor {
    try withLast(x, axis) { b, x in try b.unary("LogSoftmax", x) }
  }
}
