// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension If: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    IfOptionsValue(thenSubgraphIndex: thenGraph, elseSubgraphIndex: elseGraph)
  }
}
