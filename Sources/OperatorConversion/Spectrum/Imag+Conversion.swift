// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Imag: DirectConversion {
  package static let tensorFlowNames = ["Imag"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .imag(Imag())
  }
}

extension Imag: WrittenOperator {}
