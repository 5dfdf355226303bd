// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Gives a variable another value, which it keeps until the next one, over calls of the model too.
///
/// | operand  | type              | shape       |
/// |----------|-------------------|-------------|
/// | `handle` | resource          | one element |
/// | `value`  | any of fixed size | any         |
///
/// Source: TensorFlow Lite operator ASSIGN_VARIABLE; TensorFlow `AssignVariableOp`.
package struct AssignVariable: EngineOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.assignVariable

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("handle", .control, .resource),
        OperandRule("value", .control, .fixedSize),
      ],
      outputs: [], scales: .unquantized)
  }

  package var action: OperatorAction { .assignVariable }
  package var effects: OperatorEffects { .writesState }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [] }
}
