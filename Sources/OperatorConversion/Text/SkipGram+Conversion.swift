// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension SkipGram: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SkipGramOptionsValue(
      ngramSize: size, maxSkipSize: longestSkip, includeAllNgrams: includesShorter)
  }
}
