// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Another graph's results for the operands.
///
/// | operand     | type | shape                  |
/// |-------------|------|------------------------|
/// | `operand` … | any  | as the graph's inputs  |
/// | `result` …  | any  | as the graph's outputs |
///
/// Constraints:
/// - C1: the graph takes the operands and gives the results, in number and type.
///
/// Source: TensorFlow Lite operator CALL.
package struct Call: EngineOperator {
  package static let builtin = BuiltinOperator.call

  package var graph: Int

  package init(graph: Int) {
    self.graph = graph
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    graph = try CallOptionsView(options).subgraph
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("operand", .control, .any, isOptional: true)], outputs: [],
      repeatsLastInput: true, extraOutputs: .any, scales: .unquantized)
  }

  package var action: OperatorAction { .call(graph: graph) }
  package var effects: OperatorEffects { .ofCallees }
}
