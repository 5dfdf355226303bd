// SPDX-License-Identifier: Apache-2.0
import GraphIR
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
    var (places, rows): ([ValueID], [ValueID]) = ([], [])
    for index in 0..<count {
      let (indices, values) = (node.inputs[index], node.inputs[count + index])
      let axes = try legalizer.rank(of: indices)
      let sizes = try legalizer.sizes(of: values)
      places.append(try legalizer.reshaped(indices, to: [-1]))
      rows.append(
        try legalizer.reshaped(
          values, to: [Array(sizes[..<axes])] + sizes[axes...].map { [$0] }))
    }
    let place = try legalizer.joined(places, along: 0)
    let row = try legalizer.joined(rows, along: 0)
    let order = try legalizer.numbers(below: legalizer.scalar(legalizer.sizes(of: place)[0]))
    let largest = try legalizer.emit(
      .reduceMax(ReduceMax()), place, legalizer.constant(integers: [0]))
    let last = try legalizer.emit(
      .unsortedSegmentMax(UnsortedSegmentMax()), order, place, legalizer.sum(largest, 1))
    return [try legalizer.gathered(row, at: legalizer.maximum(last, 0), along: 0)]
  }
}
