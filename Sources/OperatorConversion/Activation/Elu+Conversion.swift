// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Elu: DirectConversion {
  package static let tensorFlowNames = ["Elu"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .elu(Elu())
  }
}

extension Elu: WrittenOperator {}
