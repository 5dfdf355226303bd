// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Relu: DirectConversion {
  package static let tensorFlowNames = ["Relu"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .relu(Relu())
  }
}

extension Relu: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3, .uint8: 2])
  }
}
