// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Tile: DirectConversion {
  package static let tensorFlowNames = ["Tile"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .tile(Tile())
  }
}

extension Tile: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 3])
  }
}
