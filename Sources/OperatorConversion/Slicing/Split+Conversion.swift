// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Split: DirectConversion {
  package static let tensorFlowNames = ["Split"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .split(Split(splitCount: try node.integer("num_split")))
  }
}

extension Split: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SplitOptionsValue(numSplits: splitCount)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int32: 3, .int16: 4], input: 1)
  }
}
