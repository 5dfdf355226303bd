// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of tables and of what they hold.

extension Hashtable: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[1]]
  }
}

extension HashtableFind: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [operands.sizes(1)]
  }
}

extension HashtableSize: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[1]]
  }
}
