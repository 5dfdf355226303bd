// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Rank: DirectConversion {
  package static let tensorFlowNames = ["Rank"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .rank(Rank())
  }
}

extension Rank: WrittenOperator {}
