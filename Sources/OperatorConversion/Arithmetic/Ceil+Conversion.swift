// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Ceil: DirectConversion {
  package static let tensorFlowNames = ["Ceil"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .ceil(Ceil())
  }
}

extension Ceil: WrittenOperator {}
