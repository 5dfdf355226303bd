// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Bitcast: DirectConversion {
  package static let tensorFlowNames = ["Bitcast"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .bitcast(Bitcast(resultType: try node.type("type")))
  }
}

extension Bitcast: WrittenOperator {}
