// SPDX-License-Identifier: Apache-2.0
import LiteWriter
import Operators

extension L2Pool2D: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    pooling.options
  }
}
