// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension ArgMin: DirectConversion {
  package static let tensorFlowNames = ["ArgMin"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .argMin(ArgMin(outputType: try node.type("output_type", default: .int64)))
  }
}

extension ArgMin: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ArgMinOptionsValue(outputType: outputType)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .bool: 3])
  }
}
