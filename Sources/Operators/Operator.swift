// SPDX-License-Identifier: Apache-2.0
import LiteFormat

/// Calls back with an operator's own type: how engines treat all operators alike.
package protocol OperatorVisitor {
  associatedtype Result
  associatedtype Failure: Error = OperatorError
  mutating func visit(_ operation: some LiteOperator) throws(Failure) -> Result
}

/// Every operator that the interpreter runs and the converter writes.
package enum Operator: Sendable {
  case relu(Relu)

  /// Calls `visitor` with the operator's own type.
  package func accept<Visitor: OperatorVisitor>(
    _ visitor: inout Visitor
  ) throws(Visitor.Failure) -> Visitor.Result {
    switch self {
    case .relu(let operation): try visitor.visit(operation)
    }
  }

  /// The operator of a file's number and options; nil if it is not supported.
  ///
  /// - Throws: if the options are another operator's or damaged.
  package init?(
    _ builtin: BuiltinOperator, reading options: borrowing OptionsReader
  ) throws(FormatError) {
    switch builtin {
    case Relu.builtin: self = .relu(try Relu(reading: options))
    default: return nil
    }
  }
}

extension Operator {
  /// The operator's contract.
  package var operandRules: OperandRules {
    var reader = RulesReader()
    return accept(&reader)
  }

  /// The operator's number in the format.
  package var builtin: BuiltinOperator {
    var reader = BuiltinReader()
    return accept(&reader)
  }
}

private struct RulesReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> OperandRules {
    operation.operandRules
  }
}

private struct BuiltinReader: OperatorVisitor {
  func visit<Operation: LiteOperator>(_ operation: Operation) throws(Never) -> BuiltinOperator {
    Operation.builtin
  }
}
