// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension FloorDiv: TensorFlowConversion {
  package static let tensorFlowNames = ["FloorDiv"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, y) = (try node.input(0), try node.input(1))
    guard legalizer.needsLongDivision(x, y) else {
      return [try legalizer.emit(.floorDiv(FloorDiv()), x, y)]
    }
    return [try legalizer.longQuotient(x, y)]
  }
}

extension FloorDiv: WrittenOperator {}
