// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension ReduceWindow: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReduceWindowOptionsValue(reduceFunction: function)
  }
}
