// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether either is true.
///
/// `y = a ∨ b`
///
/// | operand  | type | shape                   |
/// |----------|------|-------------------------|
/// | `a`, `b` | bool | broadcast to each other |
/// | `output` | bool | the broadcast shape     |
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
///
/// Source: TensorFlow Lite operator LOGICAL_OR.
package struct LogicalOr: AttributeFreeOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.logicalOr

  package init() {}

  package var operandRules: OperandRules {
    .binary(.bool, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    BinaryKernel("bool_or", bool_or).evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }

  package var overwritableInputs: [Int] { [0, 1] }
}
