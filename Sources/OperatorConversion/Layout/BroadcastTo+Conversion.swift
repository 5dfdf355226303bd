// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension BroadcastTo: WrittenOperator {
  /// Runtimes register no version 1.
  package func version(for operands: WrittenOperands) -> Int {
    operands.type(0) == .int8 || operands.type(0) == .int16 ? 3 : 2
  }
}
