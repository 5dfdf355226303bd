// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension ReduceMin: ReductionConversion {
  package static let tensorFlowNames = ["Min"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .reduceMin(ReduceMin(keepsDimensions: try node.bool("keep_dims")))
  }
}

extension ReduceMin: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReducerOptionsValue(keepDims: keepsDimensions)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
