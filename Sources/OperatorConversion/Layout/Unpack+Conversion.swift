// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Unpack: DirectConversion {
  package static let tensorFlowNames = ["Unpack"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .unpack(
      Unpack(axis: try node.integer("axis", default: 0), count: try node.integer("num")))
  }
}

extension Unpack: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    UnpackOptionsValue(num: count, axis: axis)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .uint8: 2, .bool: 3, .int16: 4])
  }
}
