// SPDX-License-Identifier: Apache-2.0
import LiteWriter
import Operators

extension Div: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    DivOptionsValue(fusedActivationFunction: activation.function)
  }
}
