// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension Reshape: DirectConversion {
  package static let tensorFlowNames = ["Reshape"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .reshape(Reshape())
  }
}

extension Reshape: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReshapeOptionsValue(newShape: newShape)
  }
}
