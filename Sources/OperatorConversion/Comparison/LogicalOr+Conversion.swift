// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension LogicalOr: DirectConversion {
  package static let tensorFlowNames = ["LogicalOr"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .logicalOr(LogicalOr())
  }
}

extension LogicalOr: WrittenOperator {}
