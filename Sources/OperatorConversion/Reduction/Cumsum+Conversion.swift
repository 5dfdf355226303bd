// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension Cumsum: DirectConversion {
  package static let tensorFlowNames = ["Cumsum"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .cumsum(
      Cumsum(
        isExclusive: try node.bool("exclusive"), isReverse: try node.bool("reverse")))
  }
}

extension Cumsum: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    CumsumOptionsValue(exclusive: isExclusive, reverse: isReverse)
  }
}
