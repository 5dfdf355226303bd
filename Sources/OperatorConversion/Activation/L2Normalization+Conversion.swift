// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension L2Normalization: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
