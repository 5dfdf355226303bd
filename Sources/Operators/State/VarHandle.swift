// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A variable of the model, by name: what READ_VARIABLE and ASSIGN_VARIABLE take.
///
/// | operand  | type     | shape       |
/// |----------|----------|-------------|
/// | `handle` | resource | one element |
///
/// Handles of one container and name stand for one variable, in all graphs of the model.
///
/// Source: TensorFlow Lite operator VAR_HANDLE; TensorFlow `VarHandleOp`.
package struct VarHandle: EngineOperator {
  package static let builtin = BuiltinOperator.varHandle

  package var container: String
  package var sharedName: String

  package init(container: String = "", sharedName: String) {
    (self.container, self.sharedName) = (container, sharedName)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try VarHandleOptionsView(options)
    (container, sharedName) = (view.container, view.sharedName)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [],
      outputs: [OperandRule("handle", .control, .resource)],
      scales: .unquantized)
  }

  package var action: OperatorAction {
    .variable(name: container.isEmpty ? sharedName : container + "/" + sharedName)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.resource] }
}
