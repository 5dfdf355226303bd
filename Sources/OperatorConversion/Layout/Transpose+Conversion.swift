// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

extension Transpose: TensorFlowConversion {
  package static let tensorFlowNames = ["ConjugateTranspose", "Transpose"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    // XNNPACK takes the order of axes only in int32.
    var order = try node.input(1)
    if let axes = legalizer.known(order).numbers {
      order = try legalizer.constant(integers: axes)
    } else {
      order = try legalizer.converted(order, as: .int32)
    }
    return [try legalizer.emit(.transpose(Transpose()), node.input(0), order)]
  }
}

extension Transpose: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    switch operands.rank(0) {
    case 7...: 8
    case 6: 6
    case 5: 4
    default: operands.version(byType: [.int8: 2, .bool: 3, .int16: 5])
    }
  }
}
