// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Log: DirectConversion {
  package static let tensorFlowNames = ["Log"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .log(Log())
  }
}

extension Log: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 2])
  }
}
