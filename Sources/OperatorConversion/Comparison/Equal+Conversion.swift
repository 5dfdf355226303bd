// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Equal: DirectConversion {
  package static let tensorFlowNames = ["Equal"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .equal(Equal())
  }
}

extension Equal: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 5])
  }
}
