// SPDX-License-Identifier: Apache-2.0
import LiteWriter
import Operators

extension Gelu: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    GeluOptionsValue(approximate: isApproximate)
  }
}
