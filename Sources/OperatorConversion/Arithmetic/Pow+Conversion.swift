// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Pow: DirectConversion {
  package static let tensorFlowNames = ["Pow"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .pow(Pow())
  }
}

extension Pow: WrittenOperator {}
