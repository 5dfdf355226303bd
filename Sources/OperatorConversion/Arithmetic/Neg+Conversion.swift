// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Neg: DirectConversion {
  package static let tensorFlowNames = ["Neg"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .neg(Neg())
  }
}

extension Neg: WrittenOperator {}
