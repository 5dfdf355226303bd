// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension While: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    WhileOptionsValue(condSubgraphIndex: conditionGraph, bodySubgraphIndex: bodyGraph)
  }
}
