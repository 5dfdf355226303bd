// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension GreaterEqual: DirectConversion {
  package static let tensorFlowNames = ["GreaterEqual"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .greaterEqual(GreaterEqual())
  }
}

extension GreaterEqual: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
