// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension StablehloPad: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    StablehloPadOptionsValue(
      edgePaddingLow: low, edgePaddingHigh: high, interiorPadding: interior)
  }
}
