// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Select: DirectConversion {
  package static let tensorFlowNames = ["Select"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .select(Select())
  }
}

extension Select: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
