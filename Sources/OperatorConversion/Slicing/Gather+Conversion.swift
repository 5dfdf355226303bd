// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Gather: TensorFlowConversion {
  package static let tensorFlowNames = ["Gather", "GatherV2", "ResourceGather"]

  /// The axis is an operand in TensorFlow, an option in the lite format. Of a variable, what it holds is
  /// gathered from.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (values, indices) = (try node.input(0), try node.input(1))
    var axis = 0
    if node.inputs.count > 2 {
      axis = try legalizer.resolved(
        axis: legalizer.constantInteger(node.inputs[2], called: "axis"), of: values)
    }
    var batchDimensions = try node.integer("batch_dims", default: 0)
    if batchDimensions < 0 { batchDimensions += try legalizer.rank(of: indices) }
    let operation = Gather(axis: axis, batchDimensions: batchDimensions)
    return [try legalizer.emit(.gather(operation), values, indices)]
  }
}

extension Gather: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    GatherOptionsValue(axis: axis, batchDims: batchDimensions)
  }

  package func version(for operands: WrittenOperands) -> Int {
    if operands.type(1) == .int16 { return 6 }
    if batchDimensions != 0 { return 5 }
    return operands.version(byType: [.int8: 2, .bool: 3, .int16: 4, .int4: 7])
  }
}
