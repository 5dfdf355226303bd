// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Rows sorted into as many tensors as there are partitions.
enum Partition: TensorFlowConversion {
  static let tensorFlowNames = ["DynamicPartition"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, partitions) = (try node.input(0), try node.input(1))
    var results: [ValueID] = []
    for number in 0..<node.resultCount {
      let isPicked = try legalizer.isEqual(partitions, legalizer.scalar(number))
      let places = try legalizer.emit(.where(Where()), isPicked)
      results.append(try legalizer.emit(.gatherND(GatherND()), x, places))
    }
    return results
  }
}

/// Rows of several tensors put where indices say; of several for one place the last one counts.
enum Stitching: TensorFlowConversion {
  static let tensorFlowNames = ["DynamicStitch", "ParallelDynamicStitch"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let count = node.inputs.count / 2
    guard count > 0, node.inputs.count == 2 * count else { throw node.error("has no indices") }
    if let rows = try legalizer.stitchedByConstants(node) { return [rows] }
    var (places, rows): ([ValueID], [ValueID]) = ([], [])
    for index in 0..<count {
      let (indices, values) = (node.inputs[index], node.inputs[count + index])
      let axes = try legalizer.rank(of: indices)
      let sizes = try legalizer.sizes(of: values)
      guard axes <= sizes.count else { throw node.error("has more indices than rows") }
      places.append(try legalizer.reshaped(indices, to: [-1]))
      rows.append(
        try legalizer.reshaped(
          values, to: [Array(sizes[..<axes])] + sizes[axes...].map { [$0] }))
    }
    let place = try legalizer.joined(places, along: 0)
    let row = try legalizer.joined(rows, along: 0)
    let order = try legalizer.numbers(
      below: legalizer.scalar(legalizer.size(of: place, along: 0)))
    let largest = try legalizer.emit(
      .reduceMax(ReduceMax()), place, legalizer.constant(integers: [0]))
    let last = try legalizer.emit(
      .unsortedSegmentMax(UnsortedSegmentMax()), order, place, legalizer.sum(largest, 1))
    return [try legalizer.gathered(row, at: legalizer.maximum(last, 0), along: 0)]
  }
}

extension Legalizer {
  /// Rows in the order that constant indices give, which leave no place out; nil for others.
  fileprivate mutating func stitchedByConstants(
    _ node: TensorFlowNode
  ) throws(ConversionError) -> ValueID? {
    let count = node.inputs.count / 2
    var order: [Int: Int] = [:]
    var rowCount = 0
    for indices in node.inputs.prefix(count) {
      guard let numbers = known(indices).numbers else { return nil }
      for (row, index) in numbers.enumerated() { order[index] = rowCount + row }
      rowCount += numbers.count
    }
    guard let last = order.keys.max(), order.count - 1 == last, order.keys.min() == 0 else {
      return nil
    }
    var rows: [ValueID] = []
    for (indices, data) in zip(node.inputs.prefix(count), node.inputs.suffix(count)) {
      let numbers = known(indices).numbers ?? []
      let sizes = try sizes(of: data).dropFirst(rank(of: indices))
      rows.append(
        try reshaped(data, to: [[RuntimeSize(numbers.count, in: data)]] + sizes.map { [$0] }))
    }
    let all = try joined(rows, along: 0)
    let places = (0...last).map { order[$0]! }
    guard places != Array(0..<rowCount) else { return all }
    return try gathered(all, at: constant(integers: places), along: 0)
  }
}
