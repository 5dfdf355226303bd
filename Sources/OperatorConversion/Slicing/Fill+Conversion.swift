// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Fill: DirectConversion {
  package static let tensorFlowNames = ["Fill"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .fill(Fill())
  }
}

extension Fill: WrittenOperator {}
