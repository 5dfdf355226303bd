// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension FloorMod: DirectConversion {
  package static let tensorFlowNames = ["FloorMod"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .floorMod(FloorMod())
  }
}

extension FloorMod: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 2])
  }
}
