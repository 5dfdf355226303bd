// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension SpaceToDepth: DirectConversion {
  package static let tensorFlowNames = ["SpaceToDepth"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .spaceToDepth(SpaceToDepth(blockSize: try node.channelsLastBlockSize()))
  }
}

extension SpaceToDepth: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SpaceToDepthOptionsValue(blockSize: blockSize)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
