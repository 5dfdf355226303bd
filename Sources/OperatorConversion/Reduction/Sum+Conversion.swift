// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Sum: ReductionConversion {
  package static let tensorFlowNames = ["Sum"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .sum(Sum(keepsDimensions: try node.bool("keep_dims")))
  }
}

extension Sum: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReducerOptionsValue(keepDims: keepsDimensions)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
