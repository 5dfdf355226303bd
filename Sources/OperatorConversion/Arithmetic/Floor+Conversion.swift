// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Floor: DirectConversion {
  package static let tensorFlowNames = ["Floor"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .floor(Floor())
  }
}

extension Floor: WrittenOperator {}
