// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension BroadcastTo: DirectConversion {
  package static let tensorFlowNames = ["BroadcastTo"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .broadcastTo(BroadcastTo())
  }
}

extension BroadcastTo: WrittenOperator {}
