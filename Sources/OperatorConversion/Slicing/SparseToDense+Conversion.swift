// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension SparseToDense: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int64: 2, .int8: 3, .uint8: 3], input: 2)
  }
}
