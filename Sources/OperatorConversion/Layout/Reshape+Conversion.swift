// SPDX-License-Identifier: Apache-2.0
import LiteWriter
import Operators

extension Reshape: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReshapeOptionsValue(newShape: newShape)
  }
}
