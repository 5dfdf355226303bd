// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// The elements of a vector that another one does not have, and where they are.
enum ListDifference: TensorFlowConversion {
  static let tensorFlowNames = ["ListDiff"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, y) = (try node.input(0), try node.input(1))
    let isSame = try legalizer.isEqual(legalizer.expanded(x, at: 1), legalizer.expanded(y, at: 0))
    let isFound = try legalizer.emit(
      .reduceAny(ReduceAny()), isSame, legalizer.constant(integers: [1]))
    let places = try legalizer.squeezed(
      legalizer.emit(.where(Where()), legalizer.not(isFound)), at: 1)
    return [
      try legalizer.gathered(x, at: places, along: 0),
      try legalizer.converted(places, as: node.type("out_idx", default: .int32)),
    ]
  }
}

/// The largest elements of each row, or the one at a place of its order.
enum LargestElements: TensorFlowConversion {
  static let tensorFlowNames = ["ApproxTopK", "NthElement", "TopK"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var x = try node.input(0)
    switch node.operation {
    case "TopK":
      let k = try legalizer.scalar(node.integer("k"))
      return try legalizer.emit(.topKV2(TopKV2()), [x, k], count: 2)
    case "ApproxTopK":
      let axis = try legalizer.resolved(
        axis: node.integer("reduction_dimension", default: -1), rank: legalizer.rank(of: x))
      guard try axis == legalizer.rank(of: x) - 1, try node.bool("is_max_k", default: true) else {
        throw node.error("only the largest of the last axis are supported")
      }
      return try legalizer.emit(
        .topKV2(TopKV2()), [x, legalizer.scalar(node.integer("k"))], count: 2)
    default:
      let isReverse = try node.bool("reverse")
      if !isReverse { x = try legalizer.negated(x) }
      let place = try legalizer.converted(node.input(1), as: .int32)
      let first = try legalizer.emit(
        .topKV2(TopKV2()), [x, legalizer.sum(place, 1)], count: 2)[0]
      let found = try legalizer.gathered(first, at: place, along: legalizer.rank(of: x) - 1)
      return [isReverse ? found : try legalizer.negated(found)]
    }
  }
}

/// The coordinates of places in row-major order.
enum Coordinates: TensorFlowConversion {
  static let tensorFlowNames = ["UnravelIndex"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let type = legalizer.type(of: try node.input(0))
    var rest = try legalizer.converted(node.input(0), as: .int32)
    var rows: [ValueID] = []
    for size in try legalizer.constantIntegers(node.input(1), called: "dims").reversed() {
      let count = try legalizer.scalar(size)
      rows.insert(try legalizer.emit(.floorMod(FloorMod()), rest, count), at: 0)
      rest = try legalizer.emit(.floorDiv(FloorDiv()), rest, count)
    }
    let points = try legalizer.emit(.pack(Pack(axis: 0)), rows, count: 1)[0]
    return [try legalizer.converted(points, as: type)]
  }
}

/// How many numbers lie in each of the equal parts of a range; those outside count for the outermost.
enum RangeHistogram: TensorFlowConversion {
  static let tensorFlowNames = ["HistogramFixedWidth"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (values, range) = (try node.input(0), try node.input(1))
    let count = try legalizer.converted(node.input(2), as: .int32)
    let low = try legalizer.element(0, of: range, along: 0)
    let width = try legalizer.difference(legalizer.element(1, of: range, along: 0), low)
    let step = try legalizer.quotient(width, legalizer.converted(count, as: .float32))
    let place = try legalizer.floor(
      legalizer.quotient(legalizer.difference(values, low), step))
    let last = try legalizer.converted(legalizer.difference(count, 1), as: .float32)
    let bounded = try legalizer.minimum(legalizer.maximum(place, 0), last)
    let numbers = try legalizer.converted(legalizer.reshaped(bounded, to: [-1]), as: .int32)
    let ones = try legalizer.filled(
      legalizer.shapeVector(of: numbers), with: legalizer.scalar(1))
    let counts = try legalizer.emit(
      .unsortedSegmentSum(UnsortedSegmentSum()), ones, numbers, count)
    return [try legalizer.converted(counts, as: node.type("dtype", default: .int32))]
  }
}

/// Axes named by letters brought into another order.
enum FormatOrder: TensorFlowConversion {
  static let tensorFlowNames = ["DataFormatDimMap", "DataFormatVecPermute"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let source = Array(try node.string("src_format", default: "NHWC"))
    let target = Array(try node.string("dst_format", default: "NCHW"))
    let x = try node.input(0)
    guard source.count == target.count, source.sorted() == target.sorted() else {
      throw node.error("formats \(String(source)) and \(String(target)) differ")
    }
    if node.operation == "DataFormatDimMap" {
      let places = source.map { target.firstIndex(of: $0)! }
      let table = try legalizer.converted(
        legalizer.constant(integers: places), as: legalizer.type(of: x))
      let axis = try legalizer.emit(
        .floorMod(FloorMod()), x,
        legalizer.constant(scalar: Float(source.count), type: legalizer.type(of: x)))
      return [try legalizer.gathered(table, at: axis, along: 0)]
    }
    let count = try legalizer.staticDimension(0, of: x, called: "x")
    // Of two only height and width are given.
    let kept = count == 2 ? source.filter { $0 == "H" || $0 == "W" } : source
    let order = (count == 2 ? target.filter { $0 == "H" || $0 == "W" } : target).map {
      kept.firstIndex(of: $0)!
    }
    return [try legalizer.gathered(x, at: legalizer.constant(integers: order), along: 0)]
  }
}

/// Rows replaced by others, or others added to them or taken off.
enum RowUpdate: TensorFlowConversion {
  static let tensorFlowNames = ["InplaceAdd", "InplaceSub", "InplaceUpdate"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let points = try legalizer.expanded(node.input(1), at: 1)
    if node.operation == "InplaceUpdate" {
      return try ScatterUpdate.convert(
        node.with(inputs: [x, points, node.input(2)]), with: &legalizer)
    }
    let spread = try legalizer.emit(
      .scatterND(ScatterND()), points, node.input(2), legalizer.shapeVector(of: x))
    return [
      node.operation == "InplaceAdd"
        ? try legalizer.sum(x, spread) : try legalizer.difference(x, spread)
    ]
  }
}
