// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Mean: ReductionConversion {
  package static let tensorFlowNames = ["Mean"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .mean(Mean(keepsDimensions: try node.bool("keep_dims")))
  }
}

extension Mean: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReducerOptionsValue(keepDims: keepsDimensions)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
