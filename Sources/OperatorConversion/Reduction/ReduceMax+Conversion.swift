// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension ReduceMax: ReductionConversion {
  package static let tensorFlowNames = ["Max"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .reduceMax(ReduceMax(keepsDimensions: try node.bool("keep_dims")))
  }
}

extension ReduceMax: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReducerOptionsValue(keepDims: keepsDimensions)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
