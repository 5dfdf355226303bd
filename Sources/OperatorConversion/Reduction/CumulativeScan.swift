// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Running products, and running sums of which logarithms are given and taken.
///
/// Each element is joined with the one 1, 2, 4 … places before it, so that the number of operators is
/// the logarithm of the axis' size; along an open axis it is that of the largest size there is.
enum CumulativeScan: TensorFlowConversion {
  static let tensorFlowNames = ["CumulativeLogsumexp", "Cumprod"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var x = try node.input(0)
    let axis = try legalizer.resolved(
      axis: legalizer.constantInteger(node.input(1), called: "axis"), rank: legalizer.rank(of: x))
    let axes = try legalizer.constant(integers: [axis])
    let isReverse = try node.bool("reverse")
    let scan = Scan(
      axis: axis, joinsLogarithms: node.operation == "CumulativeLogsumexp")
    if isReverse { x = try legalizer.emit(.reverseV2(ReverseV2()), x, axes) }
    if try node.bool("exclusive") { x = try legalizer.shifted(x, by: 1, in: scan) }
    let size = try legalizer.shape(of: x)[axis] ?? Int(Int32.max)
    var distance = 1
    while distance < size {
      x = try legalizer.joined(x, legalizer.shifted(x, by: distance, in: scan), in: scan)
      distance *= 2
    }
    return [isReverse ? try legalizer.emit(.reverseV2(ReverseV2()), x, axes) : x]
  }

  fileprivate struct Scan {
    let axis: Int
    let joinsLogarithms: Bool
  }
}

extension Legalizer {
  /// Elements moved up an axis, behind what changes nothing; as many as there were.
  fileprivate mutating func shifted(
    _ x: ValueID, by distance: Int, in scan: CumulativeScan.Scan
  ) throws(ConversionError) -> ValueID {
    let sizes = try sizes(of: x)
    let neutral = try constant(
      scalar: scan.joinsLogarithms ? -.infinity : 1, type: type(of: x))
    // No more than there are.
    let moved: RuntimeSize
    if let size = sizes[scan.axis].known {
      moved = RuntimeSize(known: min(distance, size), value: x, axis: scan.axis)
    } else {
      let size = try minimum(scalar(sizes[scan.axis]), scalar(distance))
      moved = RuntimeSize(known: nil, value: size, axis: RuntimeSize.scalarAxis)
    }
    var front = sizes
    front[scan.axis] = moved
    let first = try filled(vector(front), with: neutral)
    let end = try difference(scalar(sizes[scan.axis]), scalar(moved))
    return try joined([first, part(of: x, along: scan.axis, to: end)], along: scan.axis)
  }

  fileprivate mutating func joined(
    _ a: ValueID, _ b: ValueID, in scan: CumulativeScan.Scan
  ) throws(ConversionError) -> ValueID {
    guard scan.joinsLogarithms else { return try product(a, b) }
    // Infinite ones are not taken off: their difference is not a number.
    let largest = try maximum(a, b)
    let isInfinite = try isEqual(magnitude(largest), .infinity)
    let base = try choice(isInfinite, 0, largest)
    let total = try sum(exponential(difference(a, base)), exponential(difference(b, base)))
    return try choice(isInfinite, largest, sum(logarithm(total), base))
  }
}
