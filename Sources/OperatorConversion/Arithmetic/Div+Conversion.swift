// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension Div: DirectConversion {
  package static let tensorFlowNames = ["RealDiv", "Div"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .div(Div())
  }
}

extension Div: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    DivOptionsValue(fusedActivationFunction: activation.function)
  }
}
