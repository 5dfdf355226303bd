// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension SplitV: DirectConversion {
  package static let tensorFlowNames = ["SplitV"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .splitV(SplitV(splitCount: try node.integer("num_split")))
  }
}

extension SplitV: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SplitVOptionsValue(numSplits: splitCount)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
