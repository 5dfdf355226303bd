// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension NotEqual: DirectConversion {
  package static let tensorFlowNames = ["NotEqual"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .notEqual(NotEqual())
  }
}

extension NotEqual: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 4])
  }
}
