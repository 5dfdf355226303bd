// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Relu6: DirectConversion {
  package static let tensorFlowNames = ["Relu6"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .relu6(Relu6())
  }
}

extension Relu6: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
