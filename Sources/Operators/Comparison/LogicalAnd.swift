// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether both are true.
///
/// `y = a ∧ b`
///
/// | operand  | type | shape                   |
/// |----------|------|-------------------------|
/// | `a`, `b` | bool | broadcast to each other |
/// | `output` | bool | the broadcast shape     |
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
///
/// Source: TensorFlow Lite operator LOGICAL_AND.
package struct LogicalAnd: AttributeFreeOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.logicalAnd

  package init() {}

  package var operandRules: OperandRules {
    .binary(.bool, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    BinaryKernel("bool_and", bool_and).evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }

  package var overwritableInputs: [Int] { [0, 1] }
}
