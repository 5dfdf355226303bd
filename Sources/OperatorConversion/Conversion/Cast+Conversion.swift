// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Cast: TensorFlowConversion {
  package static let tensorFlowNames = ["Cast"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let input = try node.input(0)
    let type = try node.type("DstT")
    if legalizer.type(of: input) == type { return [input] }
    return [try legalizer.emit(.cast(Cast(resultType: type)), input)]
  }
}

extension Cast: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    CastOptionsValue(
      inDataType: operands.type(0) ?? .float32, outDataType: operands.outputs[0].type)
  }
}
