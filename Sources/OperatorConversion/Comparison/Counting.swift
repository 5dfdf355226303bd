// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// How often each number from 0 on comes, along the last axis, or the weights of those that do.
enum Histogram: TensorFlowConversion {
  static let tensorFlowNames = ["Bincount", "DenseBincount"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var (numbers, weights) = (try node.input(0), try node.input(2))
    let isWeighted = try legalizer.shape(of: weights) != [0]
    if node.operation == "Bincount" {
      numbers = try legalizer.reshaped(numbers, to: [-1])
      if isWeighted { weights = try legalizer.reshaped(weights, to: [-1]) }
    }
    let type = legalizer.type(of: weights)
    let one = try legalizer.constant(scalar: 1, type: type)
    let zero = try legalizer.constant(scalar: 0, type: type)
    let size = try legalizer.converted(node.input(1), as: .int32)
    var places = try legalizer.emit(.oneHot(OneHot()), numbers, size, one, zero)
    let axis = try legalizer.rank(of: places) - 2
    let isBinary = try node.bool("binary_output")
    if isWeighted, !isBinary {
      places = try legalizer.product(places, legalizer.expanded(weights, at: axis + 1))
    }
    let counts = try legalizer.total(places, along: [axis])
    return [isBinary ? try legalizer.minimum(counts, 1) : counts]
  }
}

/// Whether a class is among those with the largest predictions.
///
/// It is not where a prediction is not finite, or the class is none.
enum AmongLargest: TensorFlowConversion {
  static let tensorFlowNames = ["InTopK", "InTopKV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let predictions = try node.input(0)
    let k =
      node.operation == "InTopK"
      ? try legalizer.scalar(node.integer("k"))
      : try legalizer.converted(node.input(2), as: .int32)
    let classes = try legalizer.scalar(legalizer.size(of: predictions, along: 1))
    let place = try legalizer.emit(
      .oneHot(OneHot()), node.input(1), classes, legalizer.truth(true), legalizer.truth(false))
    let zero = try legalizer.constant(scalar: 0, type: .float32)
    let own = try legalizer.total(
      legalizer.choice(place, predictions, zero), along: [1], keepsDimensions: true)
    let isLarger = try legalizer.isLess(own, predictions)
    let larger = try legalizer.total(
      legalizer.converted(isLarger, as: .int32), along: [1])
    let axis = try legalizer.constant(integers: [1])
    let isFinite = try legalizer.emit(
      .reduceAll(ReduceAll()), legalizer.isLess(legalizer.magnitude(predictions), .infinity), axis)
    let isClass = try legalizer.emit(.reduceAny(ReduceAny()), place, axis)
    return [
      try legalizer.both(
        legalizer.isLess(larger, k), legalizer.both(isFinite, isClass))
    ]
  }
}

/// Where values would be put into sorted rows: before or behind those that equal them.
enum SortedPlace: TensorFlowConversion {
  static let tensorFlowNames = ["LowerBound", "UpperBound"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let rows = try legalizer.expanded(node.input(0), at: 1)
    let values = try legalizer.expanded(node.input(1), at: 2)
    let comparison: Operator =
      node.operation == "LowerBound" ? .less(Less()) : .lessEqual(LessEqual())
    let isBefore = try legalizer.emit(comparison, rows, values)
    let count = try legalizer.total(legalizer.converted(isBefore, as: .int32), along: [2])
    return [try legalizer.converted(count, as: node.type("out_type", default: .int32))]
  }
}

extension Legalizer {
  /// A boolean as a scalar.
  mutating func truth(_ value: Bool) throws(ConversionError) -> ValueID {
    try constant(ConstantData([UInt8(value ? 1 : 0)]), type: .bool, shape: [])
  }
}
