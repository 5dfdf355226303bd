// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Cos: DirectConversion {
  package static let tensorFlowNames = ["Cos"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .cos(Cos())
  }
}

extension Cos: WrittenOperator {}
