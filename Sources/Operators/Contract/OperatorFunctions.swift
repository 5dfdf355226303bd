// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// What engines ask of an operator, without its type.
///
/// Code that is generic over operators is compiled once for each of them; written against this, it
/// is compiled once.
package struct OperatorFunctions {
  package let operandRules: OperandRules
  package let overwritableInputs: [Int]
  package let mapsElements: Bool
  package let readsOnlyShapes: Bool
  /// See ``LiteOperator/resultShapes(_:outputCount:)``.
  package let resultShapes: ([Operand?], Int) throws(OperatorError) -> [Shape]
  /// See ``LiteOperator/prepare(_:)``.
  package let prepare: (inout PrepareContext) throws(OperatorError) -> Evaluation

  package init(_ operation: some LiteOperator) {
    operandRules = operation.operandRules
    overwritableInputs = operation.overwritableInputs
    mapsElements = operation.mapsElements
    readsOnlyShapes = operation.readsOnlyShapes
    resultShapes = { (inputs: [Operand?], outputCount: Int) throws(OperatorError) in
      try operation.resultShapes(inputs, outputCount: outputCount)
    }
    prepare = { (context: inout PrepareContext) throws(OperatorError) in
      try operation.prepare(&context)
    }
  }
}

private struct FunctionsReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> OperatorFunctions {
    OperatorFunctions(operation)
  }
}

extension Operator {
  package var functions: OperatorFunctions {
    var reader = FunctionsReader()
    return accept(&reader)
  }
}
