// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import OpenSizes
import Operators
import TensorCore

extension FakeQuant: TensorFlowConversion {
  package static let tensorFlowNames = ["FakeQuantWithMinMaxArgs", "FakeQuantWithMinMaxVars"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let hasArguments = node.operation == "FakeQuantWithMinMaxArgs"
    let operation = FakeQuant(
      minimum: hasArguments
        ? try node.float("min", default: -6) : try bound(1, of: node, legalizer),
      maximum: hasArguments
        ? try node.float("max", default: 6) : try bound(2, of: node, legalizer),
      bitCount: try node.integer("num_bits", default: 8),
      isNarrow: try node.bool("narrow_range"))
    return [try legalizer.emit(.fakeQuant(operation), node.input(0))]
  }

  /// An end of the range that is an operand.
  private static func bound(
    _ input: Int, of node: TensorFlowNode, _ legalizer: Legalizer
  ) throws(ConversionError) -> Float {
    let known = legalizer.known(try node.input(input))
    guard known.type == .float32, let values = known.constant?.elements(as: Float.self),
      values.count == 1
    else { throw node.error("the ends of the range must be constants") }
    return values[0]
  }
}

/// Rounds to the steps of a range of its own for each channel, the last axis.
///
/// `⌊(min(max(x, low), high) − low) / step + 0.5⌋ · step + low`, where 0 is a step: weights, which are
/// constants, are so rounded before they are stored.
enum ChannelFakeQuant: TensorFlowConversion {
  static let tensorFlowNames = ["FakeQuantWithMinMaxVarsPerChannel"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let ends = try (1...2).map { (place) throws(ConversionError) in
      let known = legalizer.known(try node.input(place))
      guard known.type == .float32, let values = known.constant?.elements(as: Float.self) else {
        throw node.error("the ends of the range must be constants")
      }
      return values
    }
    let lowest: Float = try node.bool("narrow_range") ? 1 : 0
    let bitCount = try node.integer("num_bits", default: 8)
    guard (2...16).contains(bitCount), ends[0].count == ends[1].count else {
      throw node.error("takes a range for each channel, and 2 to 16 bits")
    }
    let highest = Float(1 << bitCount - 1)
    var (lows, highs, steps): ([Float], [Float], [Float]) = ([], [], [])
    for (low, high) in zip(ends[0], ends[1]) {
      let step = (high - low) / (highest - lowest)
      let zero = (lowest - low / step).rounded(.toNearestOrAwayFromZero)
      let nudged = low == high ? 0 : min(max(zero, lowest), highest)
      lows.append(low == high ? 0 : (lowest - nudged) * step)
      highs.append(low == high ? 0 : (highest - nudged) * step)
      steps.append(low == high ? 1 : step)
    }
    func vector(_ values: [Float]) throws(ConversionError) -> ValueID {
      try legalizer.constant(ConstantData(values), type: .float32, shape: [values.count])
    }
    let (low, high, step) = (try vector(lows), try vector(highs), try vector(steps))
    let half = try legalizer.constant(scalar: 0.5, type: .float32)
    let above = try legalizer.emit(.maximum(Maximum()), node.input(0), low)
    let clamped = try legalizer.emit(.minimum(Minimum()), above, high)
    let distance = try legalizer.emit(.sub(Sub()), clamped, low)
    let count = try legalizer.emit(.div(Div()), distance, step)
    let whole = try legalizer.emit(.floor(Floor()), legalizer.emit(.add(Add()), count, half))
    let rounded = try legalizer.emit(.mul(Mul()), whole, step)
    return [try legalizer.emit(.add(Add()), rounded, low)]
  }
}

extension FakeQuant: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    FakeQuantOptionsValue(
      min: minimum, max: maximum, numBits: bitCount, narrowRange: isNarrow)
  }

  package func version(for operands: WrittenOperands) -> Int { isNarrow ? 2 : 1 }
}
