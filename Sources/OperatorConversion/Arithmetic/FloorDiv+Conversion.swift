// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension FloorDiv: DirectConversion {
  package static let tensorFlowNames = ["FloorDiv"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .floorDiv(FloorDiv())
  }
}

extension FloorDiv: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.float32: 2, .int8: 3, .int16: 3])
  }
}
