// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Sign: DirectConversion {
  package static let tensorFlowNames = ["Sign"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .sign(Sign())
  }
}

extension Sign: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int32: 2])
  }
}
