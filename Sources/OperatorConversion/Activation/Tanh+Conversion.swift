// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Tanh: DirectConversion {
  package static let tensorFlowNames = ["Tanh"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .tanh(Tanh())
  }
}

extension Tanh: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
