// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension BroadcastArgs: DirectConversion {
  package static let tensorFlowNames = ["BroadcastArgs"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .broadcastArgs(BroadcastArgs())
  }
}

extension BroadcastArgs: WrittenOperator {}
