// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Where: DirectConversion {
  package static let tensorFlowNames = ["Where"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .where(Where())
  }
}

extension Where: WrittenOperator {}
