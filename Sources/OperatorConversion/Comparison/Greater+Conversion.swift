// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Greater: DirectConversion {
  package static let tensorFlowNames = ["Greater"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .greater(Greater())
  }
}

extension Greater: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
