// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension Transpose: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    switch operands.rank(0) {
    case 7...: 8
    case 6: 6
    case 5: 4
    default: operands.version(byType: [.int8: 2, .bool: 3, .int16: 5])
    }
  }
}
