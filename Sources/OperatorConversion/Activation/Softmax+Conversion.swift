// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Softmax: DirectConversion {
  package static let tensorFlowNames = ["Softmax"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .softmax(Softmax(beta: 1))
  }
}

extension Softmax: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SoftmaxOptionsValue(beta: beta)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3, .float16: 4])
  }
}
