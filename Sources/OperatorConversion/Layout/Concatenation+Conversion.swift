// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Concatenation: TensorFlowConversion {
  package static let tensorFlowNames = ["Concat", "ConcatV2"]

  /// The axis comes first in `Concat`, last in `ConcatV2`; in the lite format it is an option.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    guard node.inputs.count >= 2 else { throw node.error("has nothing to join") }
    let isFirst = node.operation == "Concat"
    let axis = try legalizer.constantInteger(
      isFirst ? node.inputs[0] : node.inputs[node.inputs.count - 1], called: "axis")
    let values = isFirst ? node.inputs.dropFirst() : node.inputs.dropLast()
    if values.count == 1 { return Array(values) }
    let operation = Concatenation(axis: try legalizer.resolved(axis: axis, of: values.first!))
    return try legalizer.emit(.concatenation(operation), Array(values), count: 1)
  }
}

extension Concatenation: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ConcatenationOptionsValue(axis: axis)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
