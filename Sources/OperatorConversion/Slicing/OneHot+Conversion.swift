// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension OneHot: DirectConversion {
  package static let tensorFlowNames = ["OneHot"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .oneHot(OneHot(axis: try node.integer("axis", default: -1)))
  }
}

extension OneHot: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    OneHotOptionsValue(axis: axis)
  }
}
