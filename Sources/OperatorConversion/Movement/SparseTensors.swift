// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

// Sparse tensors are three: indices `[count, rank]`, values `[count]`, and a shape `[rank]`.

/// A dense tensor with a sparse one added.
enum SparseSum: TensorFlowConversion {
  static let tensorFlowNames = ["SparseTensorDenseAdd"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let dense = try legalizer.emit(
      .scatterND(ScatterND()), node.input(0), node.input(1), node.input(2))
    return [try legalizer.sum(dense, node.input(3))]
  }
}

/// Elements of a sparse tensor in row-major order.
enum SparseOrder: TensorFlowConversion {
  static let tensorFlowNames = ["SparseReorder"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (indices, values) = (try node.input(0), try node.input(1))
    let sizes = try legalizer.elements(ofShape: node.input(2))
    let order = try legalizer.ascendingOrder(of: legalizer.linear(indices, among: sizes))
    return [
      try legalizer.gathered(indices, at: order, along: 0),
      try legalizer.gathered(values, at: order, along: 0),
    ]
  }
}

/// The indices of a sparse tensor under another shape.
enum SparseShape: TensorFlowConversion {
  static let tensorFlowNames = ["SparseReshape"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let before = try legalizer.elements(ofShape: node.input(1))
    let places = try legalizer.linear(node.input(0), among: before)
    let shape = try legalizer.resolvedShape(node.input(2), holding: node.input(1))
    var rest = places
    var columns: [ValueID] = []
    for size in try legalizer.elements(ofShape: shape).reversed() {
      columns.insert(try legalizer.emit(.floorMod(FloorMod()), rest, size), at: 0)
      rest = try legalizer.emit(.floorDiv(FloorDiv()), rest, size)
    }
    let indices = try legalizer.emit(.pack(Pack(axis: 1)), columns, count: 1)[0]
    return [
      try legalizer.converted(indices, as: .int64), try legalizer.converted(shape, as: .int64),
    ]
  }
}

/// A sparse matrix with an element in each row, which is a default one where there was none.
enum FilledSparseRows: TensorFlowConversion {
  static let tensorFlowNames = ["SparseFillEmptyRows"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let indices = try legalizer.converted(node.input(0), as: .int32)
    let rows = try legalizer.element(0, of: indices, along: 1)
    guard let rowCount = try legalizer.elements(ofShape: node.input(2)).first else {
      throw node.error("its shape has no axis")
    }
    let ones = try legalizer.filled(legalizer.shapeVector(of: rows), with: legalizer.scalar(1))
    let members = try legalizer.emit(
      .unsortedSegmentSum(UnsortedSegmentSum()), ones, rows, rowCount)
    let isEmpty = try legalizer.isEqual(members, 0)
    let missing = try legalizer.converted(
      legalizer.emit(.where(Where()), isEmpty), as: .int32)
    let column = try legalizer.emit(.zerosLike(ZerosLike()), missing)
    let all = try legalizer.joined(
      [indices, legalizer.joined([missing, column], along: 1)], along: 0)
    let fillers = try legalizer.filled(
      legalizer.vector([legalizer.size(of: missing, along: 0)]), with: node.input(3))
    let values = try legalizer.joined([node.input(1), fillers], along: 0)
    // Rows ascend already, but for those that are new: each of them is alone in its row.
    let order = try legalizer.ascendingOrder(of: legalizer.element(0, of: all, along: 1))
    let places = try legalizer.emit(
      .scatterND(ScatterND()), legalizer.expanded(order, at: 1),
      legalizer.numbers(below: legalizer.scalar(legalizer.size(of: order, along: 0))),
      legalizer.shapeVector(of: order))
    let moved = try legalizer.part(
      of: places, along: 0, to: legalizer.scalar(legalizer.size(of: rows, along: 0)))
    return [
      try legalizer.converted(legalizer.gathered(all, at: order, along: 0), as: .int64),
      try legalizer.gathered(values, at: order, along: 0), isEmpty,
      try legalizer.converted(moved, as: .int64),
    ]
  }
}

extension Legalizer {
  /// The elements of a vector of sizes as int32 scalars.
  fileprivate mutating func elements(ofShape shape: ValueID) throws(ConversionError) -> [ValueID] {
    let count = try staticDimension(0, of: shape, called: "shape")
    try checkUnrolled([count])
    let sizes = try converted(shape, as: .int32)
    var elements: [ValueID] = []
    for index in 0..<count { elements.append(try element(index, of: sizes, along: 0)) }
    return elements
  }

  /// Points as places in row-major order.
  fileprivate mutating func linear(
    _ indices: ValueID, among sizes: [ValueID]
  ) throws(ConversionError) -> ValueID {
    let points = try converted(indices, as: .int32)
    var result = try element(0, of: points, along: 1)
    for (axis, size) in sizes.enumerated().dropFirst() {
      result = try sum(product(result, size), element(axis, of: points, along: 1))
    }
    return result
  }

  /// The order in which numbers ascend, equal ones as they are.
  fileprivate mutating func ascendingOrder(of x: ValueID) throws(ConversionError) -> ValueID {
    let count = try scalar(size(of: x, along: 0))
    return try emit(.topKV2(TopKV2()), [negated(x), count], count: 2)[1]
  }

  /// A shape in which −1 has become what the other sizes leave.
  fileprivate mutating func resolvedShape(
    _ shape: ValueID, holding other: ValueID
  ) throws(ConversionError) -> ValueID {
    let axis = try constant(integers: [0])
    let sizes = try converted(shape, as: .int32)
    let count = try emit(.reduceProd(ReduceProd()), converted(other, as: .int32), axis)
    let known = try maximum(magnitude(emit(.reduceProd(ReduceProd()), sizes, axis)), 1)
    let rest = try emit(.floorDiv(FloorDiv()), count, known)
    return try choice(isEqual(sizes, -1), rest, sizes)
  }
}
