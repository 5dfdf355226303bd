// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// One of two graphs, as a condition says.
///
/// | operand     | type | shape                            |
/// |-------------|------|----------------------------------|
/// | `condition` | bool | one element                      |
/// | `operand` … | any  | as the graphs' inputs            |
/// | `result` …  | any  | as the graph that is called says |
///
/// Constraints:
/// - C1: both graphs take the operands and give the results, in number and type.
///
/// Source: TensorFlow Lite operator IF; TensorFlow `tf.cond`.
package struct If: EngineOperator {
  package static let builtin = BuiltinOperator.if

  /// The graph that is called where the condition is true.
  package var thenGraph: Int
  package var elseGraph: Int

  package init(thenGraph: Int, elseGraph: Int) {
    (self.thenGraph, self.elseGraph) = (thenGraph, elseGraph)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try IfOptionsView(options)
    (thenGraph, elseGraph) = (view.thenSubgraphIndex, view.elseSubgraphIndex)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("condition", .control, .bool),
        OperandRule("operand", .control, .any, isOptional: true),
      ],
      outputs: [], repeatsLastInput: true, extraOutputs: .any, scales: .unquantized)
  }

  package var action: OperatorAction { .branch([elseGraph, thenGraph]) }
  package var effects: OperatorEffects { .ofCallees }
}
