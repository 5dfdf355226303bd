// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Numbers rounded to the steps of a range, as arithmetic: the range may be computed.
enum QuantizeAndDequantize: TensorFlowConversion {
  static let tensorFlowNames = [
    "QuantizeAndDequantizeV2", "QuantizeAndDequantizeV3", "QuantizeAndDequantizeV4",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let isGiven = try node.bool("range_given")
    let bitCount =
      node.operation == "QuantizeAndDequantizeV3"
      ? try legalizer.constantInteger(node.input(3), called: "num_bits")
      : try node.integer("num_bits", default: 8)
    guard (1...31).contains(bitCount) else { throw node.error("has \(bitCount) bits") }
    let isSigned = try node.bool("signed_input", default: true)
    let half = 1 << (bitCount - 1)
    let narrow = try node.bool("narrow_range") ? 1 : 0
    let steps = isSigned ? (-half + narrow, half - 1) : (narrow, 2 * half - 1)
    let (low, high) = try legalizer.range(of: x, node, isGiven: isGiven)
    let scale = try legalizer.scale(
      low, high, (least: Float(steps.0), most: Float(steps.1)))
    var y = x
    if isGiven {
      y = try legalizer.minimum(legalizer.maximum(y, scale.low), scale.high)
    }
    y = try legalizer.product(y, scale.factor)
    y =
      try node.string("round_mode", default: "HALF_TO_EVEN") == "HALF_UP"
      ? legalizer.floor(legalizer.sum(y, 0.5)) : legalizer.emit(.round(Round()), y)
    return [try legalizer.product(y, scale.step)]
  }
}

/// The steps of a range that begins or ends where it was asked to, and has 0 among them.
private struct QuantizedRange {
  let low: ValueID
  let high: ValueID
  /// Steps of one.
  let factor: ValueID
  let step: ValueID
}

extension Legalizer {
  /// The ends of the range, for all elements or for each place of an axis.
  fileprivate mutating func range(
    of x: ValueID, _ node: TensorFlowNode, isGiven: Bool
  ) throws(ConversionError) -> (ValueID, ValueID) {
    let rank = try rank(of: x)
    let axis = try node.integer("axis", default: -1)
    guard axis < rank else { throw node.error("axis \(axis) is outside of rank \(rank)") }
    if isGiven {
      let (low, high) = (try node.input(1), try node.input(2))
      guard axis >= 0 else { return (low, high) }
      let shape = [-1] + Array(repeating: 1, count: rank - axis - 1)
      return (try reshaped(low, to: shape), try reshaped(high, to: shape))
    }
    let others = try constant(integers: (0..<rank).filter { $0 != axis })
    return (
      try emit(.reduceMin(ReduceMin(keepsDimensions: axis >= 0)), x, others),
      try emit(.reduceMax(ReduceMax(keepsDimensions: axis >= 0)), x, others)
    )
  }

  fileprivate mutating func scale(
    _ low: ValueID, _ high: ValueID, _ steps: (least: Float, most: Float)
  ) throws(ConversionError) -> QuantizedRange {
    let isLow = try isGreater(product(low, steps.least), 0)
    let isHigh = try isGreater(product(high, steps.most), 0)
    let most = Float.greatestFiniteMagnitude
    let ofLow = try choice(not(isLow), most, quotient(steps.least, low))
    let ofHigh = try choice(not(isHigh), most, quotient(steps.most, high))
    let endsLow = try isLess(ofLow, ofHigh)
    let lowStep = steps.least == 0 ? try product(low, 0) : try quotient(low, steps.least)
    let step = try choice(endsLow, lowStep, quotient(high, steps.most))
    return QuantizedRange(
      low: try choice(endsLow, low, product(step, steps.least)),
      high: try choice(endsLow, product(step, steps.most), high),
      factor: try choice(endsLow, ofLow, ofHigh), step: step)
  }
}
