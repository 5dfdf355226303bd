// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Products of vectors, matrices and tensors.
let products: [OperationRow] = [
  (
    ["Matmul", "linalg.matmul", "matmul"],
    { call in
      let (x, y) = try call.operands(["x1", "a"], ["x2", "b"])
      let isLeft = call.keywords["transpose_a"]?.json?.bool ?? false
      let isRight = call.keywords["transpose_b"]?.json?.bool ?? false
      let b = call.builder
      guard x.rank == 1 || y.rank == 1 else {
        return [try b.matMul(x, y, transposeX: isLeft, transposeY: isRight)]
      }
      // A vector is a row on the left, a column on the right.
      let product = try b.matMul(
        x.rank == 1 ? b.expand(x, axis: 0) : x, y.rank == 1 ? b.expand(y, axis: 1) : y)
      let gone = (y.rank == 1 ? [product.rank - 1] : []) + (x.rank == 1 ? [product.rank - 2] : [])
      return [try b.squeeze(product, axes: gone)]
    }
  ),
  (
    ["Dot"],
    { call in
      let (x, y) = try call.operands(["x1"], ["x2"])
      if x.rank == 0 || y.rank == 0 { return [try call.builder.multiply(x, y)] }
      if y.rank == 2, x.rank >= 2 { return [try call.builder.matMul(x, y)] }
      return [try call.builder.contracted(x, y, [x.rank - 1], [max(0, y.rank - 2)])]
    }
  ),
  (
    ["Inner"],
    { call in
      let (x, y) = try call.operands(["x1"], ["x2"])
      if x.rank == 0 || y.rank == 0 { return [try call.builder.multiply(x, y)] }
      return [try call.builder.contracted(x, y, [x.rank - 1], [y.rank - 1])]
    }
  ),
  (
    ["Outer"],
    { call in
      let (x, y) = try call.operands(["x1"], ["x2"])
      let b = call.builder
      return [
        try b.multiply(b.reshape(x, [-1, 1]), b.reshape(y, [1, -1]))
      ]
    }
  ),
  (
    ["Vdot"],
    { call in
      let (x, y) = try call.operands(["x1"], ["x2"])
      let b = call.builder
      return [try b.reduce("Sum", b.multiply(b.reshape(x, [-1]), b.reshape(y, [-1])), axes: [0])]
    }
  ),
  (
    ["Tensordot", "tensordot"],
    { call in
      let (x, y) = try call.operands(["x1", "a"], ["x2", "b"])
      let axes = call.option(2, "axes")
      if let count = axes.integer ?? (axes == .null ? 2 : nil) {
        guard count >= 0, count <= min(x.rank, y.rank) else {
          throw call.config.error("\(count) axes are more than there are")
        }
        return [
          try call.builder.contracted(x, y, Array(x.rank - count..<x.rank), Array(0..<count))
        ]
      }
      let pairs = (axes.array ?? []).compactMap { axis in
        axis.integers ?? axis.integer.map { [$0] }
      }
      guard pairs.count == 2, pairs[0].count == pairs[1].count else {
        throw call.config.error("its axes are not in the file")
      }
      return [
        try call.builder.contracted(
          x, y, pairs[0].map { try x.axis($0) }, pairs[1].map { try y.axis($0) })
      ]
    }
  ),
  (["Kron"], { [try $0.blockProduct()] }),
  (["Cross"], { [try $0.crossProduct()] }),
  (
    ["Correlate"],
    { call in
      let x = try call.floatOperand(0, "x1")
      let kernel = try call.floatOperand(1, "x2")
      return [
        try call.builder.correlated(x, kernel, mode: call.option(9, "mode").string ?? "valid")
      ]
    }
  ),
]

extension GraphBuilder {
  /// Sums of products over axes of both, those of the first one before the others.
  func contracted(_ x: Tensor, _ y: Tensor, _ left: [Int], _ right: [Int]) throws -> Tensor {
    guard x.rank + y.rank <= 26 else { throw importError("its operands have too many axes") }
    var letters = Array("abcdefghijklmnopqrstuvwxyz")
    let xTerm = letters.prefix(x.rank).map { $0 }
    letters.removeFirst(x.rank)
    let yTerm = (0..<y.rank).map { axis in
      right.firstIndex(of: axis).map { xTerm[left[$0]] } ?? letters[axis]
    }
    let rest =
      xTerm.indices.filter { !left.contains($0) }.map { xTerm[$0] }
      + yTerm.indices.filter { !right.contains($0) }.map { yTerm[$0] }
    let type = x.type == .float32 || y.type == .float32 ? ElementType.float32 : x.type
    return try einsum(
      "\(String(xTerm)),\(String(yTerm))->\(String(rest))", [cast(x, to: type), cast(y, to: type)])
  }

  /// Sums of products of a vector and a shorter one at each of its places.
  fileprivate func correlated(_ x: Tensor, _ kernel: Tensor, mode: String) throws -> Tensor {
    guard x.rank == 1, kernel.rank == 1, let count = x.shape[0], let length = kernel.shape[0],
      count > 0, length > 0
    else { throw importError("it needs two vectors of known size") }
    let isWhole = mode != "valid"
    let input = isWhole ? try pad(x, [(length - 1, length - 1)]) : x
    let window = Window(sizes: [length], strides: [1], dilations: [1], isSame: false)
    let product = try convolve(
      reshape(input, [1, -1, 1]), reshape(kernel, [length, 1, 1]), window)
    let row = try reshape(product, [-1])
    guard mode == "same" else { return row }
    let size = max(count, length)
    let start = (count + length - 1 - size) / 2
    return try slice(row, [Span(begin: start, end: start + size)])
  }
}

extension LayerCall {
  /// Every element of the first operand times the whole second one.
  fileprivate func blockProduct() throws -> Tensor {
    let b = builder
    let (x, y) = try operands(["x1"], ["x2"])
    let rank = max(x.rank, y.rank)
    func sizes(_ z: Tensor) throws -> [AxisSize] {
      Array(repeating: .known(1), count: rank - z.rank) + (try b.sizes(of: z))
    }
    let (outer, inner) = try (sizes(x), sizes(y))
    let one = AxisSize.known(1)
    let product = try b.multiply(
      b.reshape(x, to: outer.flatMap { [$0, one] }), b.reshape(y, to: inner.flatMap { [one, $0] }))
    let joined = try zip(outer, inner).map { outer, inner in
      if let size = inner.known { return try b.scaled(outer, by: size) }
      guard let size = outer.known else {
        throw config.error("an axis is open in both operands; fix one of them")
      }
      return try b.scaled(inner, by: size)
    }
    return try b.reshape(product, to: joined)
  }

  /// What stands upright on two vectors of three, or two, elements.
  fileprivate func crossProduct() throws -> Tensor {
    let b = builder
    let (x, y) = try operands(["x1"], ["x2"])
    let all = option(9, "axis").integer
    func parts(_ z: Tensor, _ name: String) throws -> [Tensor] {
      try b.unstack(z, axis: all ?? option(9, name).integer ?? -1)
    }
    let (u, v) = try (parts(x, "axisa"), parts(y, "axisb"))
    guard (2...3).contains(u.count), (2...3).contains(v.count) else {
      throw config.error("its vectors have \(u.count) and \(v.count) elements, needs 2 or 3")
    }
    func difference(_ i: Int, _ j: Int) throws -> Tensor? {
      // The third element of a vector of two is 0.
      let first = i < u.count && j < v.count ? try b.multiply(u[i], v[j]) : nil
      let second = j < u.count && i < v.count ? try b.multiply(u[j], v[i]) : nil
      guard let first else { return try second.map { try b.unary("Neg", $0) } }
      return try second.map { try b.subtract(first, $0) } ?? first
    }
    guard let last = try difference(0, 1) else { throw config.error("its vectors are empty") }
    if u.count == 2, v.count == 2 { return last }
    guard let one = try difference(1, 2), let two = try difference(2, 0) else {
      throw config.error("its vectors are too short")
    }
    return try b.pack([one, two, last], axis: all ?? option(9, "axisc").integer ?? -1)
  }
}
