// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Points or rows of a value with others added to them, or taken off.
enum ScatterSum: TensorFlowConversion {
  static let tensorFlowNames = ["TensorScatterAdd", "TensorScatterSub"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let spread = try legalizer.emit(
      .scatterND(ScatterND()), node.input(1), node.input(2), legalizer.shapeVector(of: x))
    return [
      node.operation == "TensorScatterAdd"
        ? try legalizer.sum(x, spread) : try legalizer.difference(x, spread)
    ]
  }
}

/// Points or rows of a value replaced by others, or by the larger or smaller ones.
enum ScatterUpdate: TensorFlowConversion {
  static let tensorFlowNames = ["TensorScatterMax", "TensorScatterMin", "TensorScatterUpdate"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let sizes = try legalizer.sizes(of: x)
    guard let depth = try legalizer.shape(of: node.input(1)).last ?? nil, depth > 0,
      depth <= sizes.count
    else { throw node.error("the last axis of 'indices' must have a known size") }
    let (outer, inner) = (Array(sizes[..<depth]), sizes[depth...].map { [$0] })
    let places = try legalizer.rowNumbers(node.input(1), among: outer)
    let rows = try legalizer.reshaped(x, to: [outer] + inner)
    let updates = try legalizer.reshaped(
      node.input(2), to: [[RuntimeSize.rest(of: node.input(2))]] + inner)
    let joining: Operator? =
      switch node.operation {
      case "TensorScatterMax": .unsortedSegmentMax(UnsortedSegmentMax())
      case "TensorScatterMin": .unsortedSegmentMin(UnsortedSegmentMin())
      default: nil
      }
    let updated = try legalizer.updated(rows, at: places, by: updates, joining: joining)
    return [try legalizer.reshaped(updated, to: sizes.map { [$0] })]
  }
}

/// What a slice takes replaced by another value.
enum StridedSliceUpdate: TensorFlowConversion {
  static let tensorFlowNames = ["TensorStridedSliceUpdate"]

  /// The same slice of the elements' numbers says where the new ones go.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, value) = (try node.input(0), try node.input(4))
    let sizes = try legalizer.sizes(of: x)
    let axis = try legalizer.constant(integers: [0])
    let count = try legalizer.emit(
      .reduceProd(ReduceProd()), legalizer.shapeVector(of: x), axis)
    let numbers = try legalizer.reshaped(
      legalizer.numbers(below: count), to: sizes.map { [$0] })
    let slice = node.with(inputs: [numbers] + node.inputs[1..<4])
    let taken = try StridedSlice.convert(slice, with: &legalizer)[0]
    let spread = try legalizer.emit(
      .broadcastTo(BroadcastTo()), value, legalizer.shapeVector(of: taken))
    let updated = try legalizer.updated(
      legalizer.reshaped(x, to: [-1]), at: legalizer.reshaped(taken, to: [-1]),
      by: legalizer.reshaped(spread, to: [-1]), joining: nil)
    return [try legalizer.reshaped(updated, to: sizes.map { [$0] })]
  }
}

extension RuntimeSize {
  /// The size that all others of a value leave.
  static func rest(of value: ValueID) -> RuntimeSize {
    RuntimeSize(known: nil, value: value, axis: 0)
  }
}

extension Legalizer {
  /// Points of the first axes as numbers of rows, a vector of int32.
  fileprivate mutating func rowNumbers(
    _ indices: ValueID, among sizes: [RuntimeSize]
  ) throws(ConversionError) -> ValueID {
    let points = try converted(indices, as: .int32)
    let axis = try rank(of: points) - 1
    var result: ValueID?
    for (index, size) in sizes.enumerated() {
      let part = try element(index, of: points, along: axis)
      if let before = result {
        result = try sum(product(before, scalar(size)), part)
      } else {
        result = part
      }
    }
    return try reshaped(result!, to: [-1])
  }

  /// Rows replaced by others; of several for one row the last one counts, or all joined with what was
  /// there.
  ///
  /// - Parameters:
  ///   - places: a vector with the number of a row for each of `updates`.
  ///   - joining: UNSORTED_SEGMENT_MAX or UNSORTED_SEGMENT_MIN; nil to replace.
  fileprivate mutating func updated(
    _ rows: ValueID, at places: ValueID, by updates: ValueID, joining: Operator?
  ) throws(ConversionError) -> ValueID {
    let count = try scalar(size(of: rows, along: 0))
    let order = try numbers(below: scalar(size(of: places, along: 0)))
    let last = try emit(
      .unsortedSegmentMax(UnsortedSegmentMax()), order, places, count)
    var isUpdated = try not(isLess(last, 0))
    for axis in 1..<(try rank(of: rows)) { isUpdated = try expanded(isUpdated, at: axis) }
    guard let joining else {
      // There may be no update at all: the first row stands for it.
      let candidates = try joined([updates, part(of: rows, along: 0, to: scalar(1))], along: 0)
      let picked = try gathered(candidates, at: maximum(last, 0), along: 0)
      return try choice(isUpdated, picked, rows)
    }
    let joined = try emit(joining, updates, places, count)
    let isLargest = if case .unsortedSegmentMax = joining { true } else { false }
    let bounded = isLargest ? try maximum(joined, rows) : try minimum(joined, rows)
    return try choice(isUpdated, bounded, rows)
  }
}
