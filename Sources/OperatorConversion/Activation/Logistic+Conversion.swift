// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Logistic: DirectConversion {
  package static let tensorFlowNames = ["Sigmoid"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .logistic(Logistic())
  }
}

extension Logistic: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
