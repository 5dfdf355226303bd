// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Abs: TensorFlowConversion {
  package static let tensorFlowNames = ["Abs"]

  /// Of int64, which the lite operator does not take, the larger of the number and its opposite.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    guard legalizer.type(of: x) == .int64, !legalizer.fitsInt32(x) else {
      return [try legalizer.emit(.abs(Abs()), x)]
    }
    return [try legalizer.maximum(x, legalizer.negated(x))]
  }
}

extension Abs: WrittenOperator {}
