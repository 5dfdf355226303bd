// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The value that a variable has when it is run.
///
/// | operand  | type           | shape                |
/// |----------|----------------|----------------------|
/// | `handle` | resource       | one element          |
/// | `value`  | the variable's | as assigned at last  |
///
/// Constraints:
/// - C1: a value has been assigned, of the result's type.
///
/// Source: TensorFlow Lite operator READ_VARIABLE; TensorFlow `ReadVariableOp`.
package struct ReadVariable: EngineOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.readVariable

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("handle", .control, .resource)],
      outputs: [OperandRule("value", .control, .fixedSize)], scales: .unquantized)
  }

  package var action: OperatorAction { .readVariable }
  package var effects: OperatorEffects { .readsState }
}
