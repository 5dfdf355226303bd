// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension ShapeOf: DirectConversion {
  package static let tensorFlowNames = ["Shape"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .shapeOf(ShapeOf(resultType: try node.type("out_type", default: .int32)))
  }
}

extension ShapeOf: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ShapeOptionsValue(outType: resultType)
  }
}
