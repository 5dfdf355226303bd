// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension ComplexAbs: DirectConversion {
  package static let tensorFlowNames = ["ComplexAbs"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .complexAbs(ComplexAbs())
  }
}

extension ComplexAbs: WrittenOperator {}
