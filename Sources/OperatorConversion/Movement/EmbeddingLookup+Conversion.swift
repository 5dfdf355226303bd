// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension EmbeddingLookup: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.hasPerChannelWeights ? 4 : 1
  }
}
