// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension DynamicUpdateSlice: TensorFlowConversion {
  package static let tensorFlowNames = ["XlaDynamicUpdateSlice"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let starts = try legalizer.converted(node.input(2), as: .int32)
    return [
      try legalizer.emit(
        .dynamicUpdateSlice(DynamicUpdateSlice()), node.input(0), node.input(1), starts)
    ]
  }
}

extension DynamicUpdateSlice: WrittenOperator {}
