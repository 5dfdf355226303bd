// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Rsqrt: DirectConversion {
  package static let tensorFlowNames = ["Rsqrt"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .rsqrt(Rsqrt())
  }
}

extension Rsqrt: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
