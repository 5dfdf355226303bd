// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Pack: TensorFlowConversion {
  package static let tensorFlowNames = ["Pack"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let axis = try legalizer.resolved(
      axis: node.integer("axis", default: 0), of: node.input(0), newAxes: 1)
    return try legalizer.emit(.pack(Pack(axis: axis)), node.inputs, count: 1)
  }
}

extension Pack: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    PackOptionsValue(valuesCount: operands.inputs.count, axis: axis)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
