// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Real: DirectConversion {
  package static let tensorFlowNames = ["Real"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .real(Real())
  }
}

extension Real: WrittenOperator {}
