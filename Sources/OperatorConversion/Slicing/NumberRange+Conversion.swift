// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension NumberRange: DirectConversion {
  package static let tensorFlowNames = ["Range"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .numberRange(NumberRange())
  }
}

extension NumberRange: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int64: 2])
  }
}
