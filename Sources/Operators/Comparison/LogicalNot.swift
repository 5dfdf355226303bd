// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Negation of truth values.
///
/// `y = ¬x`
///
/// | operand  | type | shape      |
/// |----------|------|------------|
/// | `input`  | bool | any        |
/// | `output` | bool | as `input` |
///
/// Source: TensorFlow Lite operator LOGICAL_NOT.
package struct LogicalNot: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.logicalNot

  package init() {}

  package var operandRules: OperandRules {
    .unary(.bool, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    UnaryKernel("bool_not", bool_not).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
