// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension Pad: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.rank(0) > 4 ? 4 : operands.version(byType: [.int8: 2, .int16: 3, .bool: 5])
  }
}
