// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Less: DirectConversion {
  package static let tensorFlowNames = ["Less"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .less(Less())
  }
}

extension Less: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
