// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Abs: DirectConversion {
  package static let tensorFlowNames = ["Abs"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .abs(Abs())
  }
}

extension Abs: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .uint8: 2, .int16: 3, .int32: 5])
  }
}
