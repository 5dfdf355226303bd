// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension CallOnce: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    CallOnceOptionsValue(initSubgraphIndex: graph)
  }
}
