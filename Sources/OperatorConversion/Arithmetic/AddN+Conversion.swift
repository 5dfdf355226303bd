// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension AddN: DirectConversion {
  package static let tensorFlowNames = ["AddN"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .addN(AddN())
  }
}

extension AddN: WrittenOperator {}
