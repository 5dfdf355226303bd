// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension ReduceAny: ReductionConversion {
  package static let tensorFlowNames = ["Any"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .reduceAny(ReduceAny(keepsDimensions: try node.bool("keep_dims")))
  }
}

extension ReduceAny: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReducerOptionsValue(keepDims: keepsDimensions)
  }
}
