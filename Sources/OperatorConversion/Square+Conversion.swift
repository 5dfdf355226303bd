// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Square: DirectConversion {
  package static let tensorFlowNames = ["Square"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .square(Square())
  }
}

extension Square: WrittenOperator {}
