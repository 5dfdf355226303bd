// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension LogicalAnd: DirectConversion {
  package static let tensorFlowNames = ["LogicalAnd"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .logicalAnd(LogicalAnd())
  }
}

extension LogicalAnd: WrittenOperator {}
