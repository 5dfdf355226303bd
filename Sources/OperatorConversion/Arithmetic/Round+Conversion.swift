// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Round: DirectConversion {
  package static let tensorFlowNames = ["Round", "Rint"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .round(Round())
  }
}

extension Round: WrittenOperator {}
