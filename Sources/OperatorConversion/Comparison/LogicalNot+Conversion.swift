// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension LogicalNot: DirectConversion {
  package static let tensorFlowNames = ["LogicalNot"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .logicalNot(LogicalNot())
  }
}

extension LogicalNot: WrittenOperator {}
