// SPDX-License-Identifier: Apache-2.0
import LiteFormat

/// Calls back with an operator's own type: how engines treat all operators alike.
package protocol OperatorVisitor {
  associatedtype Result
  mutating func visit(_ operation: some LiteOperator) throws(OperatorError) -> Result
}

/// Every operator that the interpreter runs and the converter writes.
package enum Operator: Sendable {
  case relu(Relu)

  /// Calls `visitor` with the operator's own type.
  package func accept<Visitor: OperatorVisitor>(
    _ visitor: inout Visitor
  ) throws(OperatorError) -> Visitor.Result {
    switch self {
    case .relu(let operation): try visitor.visit(operation)
    }
  }
}
