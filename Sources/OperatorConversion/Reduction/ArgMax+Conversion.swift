// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension ArgMax: DirectConversion {
  package static let tensorFlowNames = ["ArgMax"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .argMax(ArgMax(outputType: try node.type("output_type", default: .int64)))
  }
}

extension ArgMax: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ArgMaxOptionsValue(outputType: outputType)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .bool: 3])
  }
}
