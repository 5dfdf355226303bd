// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Exp: DirectConversion {
  package static let tensorFlowNames = ["Exp"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .exp(Exp())
  }
}

extension Exp: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 2])
  }
}
