// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension Call: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    CallOptionsValue(subgraph: graph)
  }
}
