// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Square: TensorFlowConversion {
  package static let tensorFlowNames = ["Square"]

  /// Integers, which the lite operator does not take, are multiplied with themselves.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    return [
      legalizer.type(of: x) == .float32
        ? try legalizer.emit(.square(Square()), x) : try legalizer.emit(.mul(Mul()), x, x)
    ]
  }
}

extension Square: WrittenOperator {}
