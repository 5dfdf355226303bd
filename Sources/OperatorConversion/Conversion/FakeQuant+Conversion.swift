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

extension FakeQuant: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    FakeQuantOptionsValue(
      min: minimum, max: maximum, numBits: bitCount, narrowRange: isNarrow)
  }

  package func version(for operands: WrittenOperands) -> Int { isNarrow ? 2 : 1 }
}
