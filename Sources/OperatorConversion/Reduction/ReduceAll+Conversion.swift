// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension ReduceAll: ReductionConversion {
  package static let tensorFlowNames = ["All"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .reduceAll(ReduceAll(keepsDimensions: try node.bool("keep_dims")))
  }
}

extension ReduceAll: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReducerOptionsValue(keepDims: keepsDimensions)
  }
}
