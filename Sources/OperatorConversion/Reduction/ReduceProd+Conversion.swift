// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension ReduceProd: ReductionConversion {
  package static let tensorFlowNames = ["Prod"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .reduceProd(ReduceProd(keepsDimensions: try node.bool("keep_dims")))
  }
}

extension ReduceProd: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReducerOptionsValue(keepDims: keepsDimensions)
  }
}
