// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Whether numbers are closer to each other than a tolerance.
enum NearEquality: TensorFlowConversion {
  static let tensorFlowNames = ["ApproximateEqual"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let distance = try legalizer.magnitude(
      legalizer.difference(node.input(0), node.input(1)))
    return [try legalizer.isLess(distance, node.float("tolerance", default: 1e-5))]
  }
}

/// Numbers not below one bound and not above another.
enum Clipping: TensorFlowConversion {
  static let tensorFlowNames = ["ClipByValue"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let lower = try legalizer.minimum(node.input(0), node.input(2))
    return [try legalizer.maximum(lower, node.input(1))]
  }
}

/// The sum of tensors of one shape.
enum Accumulation: TensorFlowConversion {
  static let tensorFlowNames = ["AccumulateNV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var result = try node.input(0)
    for other in node.inputs.dropFirst() { result = try legalizer.sum(result, other) }
    return [result]
  }
}

/// Products of vectors in space: `a × b`, along the last axis.
enum CrossProduct: TensorFlowConversion {
  static let tensorFlowNames = ["Cross"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (a, b) = (try node.input(0), try node.input(1))
    let axis = try legalizer.rank(of: a) - 1
    let next = try legalizer.constant(integers: [1, 2, 0])
    let last = try legalizer.constant(integers: [2, 0, 1])
    let ahead = try legalizer.product(
      legalizer.gathered(a, at: next, along: axis), legalizer.gathered(b, at: last, along: axis))
    let behind = try legalizer.product(
      legalizer.gathered(a, at: last, along: axis), legalizer.gathered(b, at: next, along: axis))
    return [try legalizer.difference(ahead, behind)]
  }
}

/// Numbers at equal distances from a first one to a last one.
enum EvenSpacing: TensorFlowConversion {
  static let tensorFlowNames = ["LinSpace"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (start, stop) = (try node.input(0), try node.input(1))
    let count = try legalizer.converted(node.input(2), as: .int32)
    let places = try legalizer.numbers(below: count)
    let last = try legalizer.difference(count, 1)
    let steps = try legalizer.converted(legalizer.maximum(last, 1), as: .float32)
    let step = try legalizer.quotient(legalizer.difference(stop, start), steps)
    let along = try legalizer.product(legalizer.converted(places, as: .float32), step)
    // The last one exactly, unless it is the first one, too.
    let isLast = try legalizer.both(
      legalizer.isEqual(places, last), legalizer.isGreater(places, 0))
    return [try legalizer.choice(isLast, stop, legalizer.sum(along, start))]
  }
}
