// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

// Sizes of what is made of texts.

extension LshProjection: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let hash = operands.sizes(0), hash.count == 2 else { return [[nil]] }
    return [[type == .dense ? hash[0] * hash[1] : hash[0]]]
  }
}

extension SkipGram: SizedOperator {
  /// The data tell how many there are.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[nil]]
  }
}
