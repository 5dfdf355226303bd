// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension BatchToSpaceND: DirectConversion {
  package static let tensorFlowNames = ["BatchToSpaceND"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .batchToSpaceND(BatchToSpaceND())
  }
}

extension BatchToSpaceND: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.rank(0) != 4 ? 3 : operands.version(byType: [.int8: 2, .int16: 4])
  }
}
