// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Sin: DirectConversion {
  package static let tensorFlowNames = ["Sin"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .sin(Sin())
  }
}

extension Sin: WrittenOperator {}
