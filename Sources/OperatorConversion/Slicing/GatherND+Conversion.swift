// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension GatherND: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.type(1) == .int16 ? 4 : operands.version(byType: [.int16: 3, .bool: 5])
  }
}
