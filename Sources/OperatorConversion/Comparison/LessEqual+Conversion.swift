// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension LessEqual: DirectConversion {
  package static let tensorFlowNames = ["LessEqual"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .lessEqual(LessEqual())
  }
}

extension LessEqual: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
