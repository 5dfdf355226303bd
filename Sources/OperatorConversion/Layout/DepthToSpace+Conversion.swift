// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension DepthToSpace: DirectConversion {
  package static let tensorFlowNames = ["DepthToSpace"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .depthToSpace(DepthToSpace(blockSize: try node.channelsLastBlockSize()))
  }
}

extension DepthToSpace: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    DepthToSpaceOptionsValue(blockSize: blockSize)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}

extension TensorFlowNode {
  /// The block size of an operator that exchanges space and depth.
  ///
  /// - Throws: where channels come first.
  func channelsLastBlockSize() throws(ConversionError) -> Int {
    let format = try string("data_format", default: "NHWC")
    guard format == "NHWC" else {
      throw error("data_format \(format) is not supported, use NHWC")
    }
    return try integer("block_size")
  }
}
