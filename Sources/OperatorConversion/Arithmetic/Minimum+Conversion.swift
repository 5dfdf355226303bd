// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Minimum: DirectConversion {
  package static let tensorFlowNames = ["Minimum"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .minimum(Minimum())
  }
}

extension Minimum: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 4])
  }
}
