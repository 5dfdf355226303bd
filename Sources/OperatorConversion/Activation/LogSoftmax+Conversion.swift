// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension LogSoftmax: DirectConversion {
  package static let tensorFlowNames = ["LogSoftmax"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .logSoftmax(LogSoftmax())
  }
}

extension LogSoftmax: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
