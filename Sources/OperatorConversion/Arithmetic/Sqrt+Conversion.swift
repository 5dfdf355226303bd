// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Sqrt: DirectConversion {
  package static let tensorFlowNames = ["Sqrt"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .sqrt(Sqrt())
  }
}

extension Sqrt: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 2])
  }
}
