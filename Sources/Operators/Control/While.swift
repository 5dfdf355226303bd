// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A graph that is called again and again, as long as another one says so.
///
/// `x = operands; while condition(x) { x = body(x) }; results = x`
///
/// | operand     | type         | shape                        |
/// |-------------|--------------|------------------------------|
/// | `operand` … | any          | may change from turn to turn |
/// | `result` …  | as `operand` | as after the last turn       |
///
/// Constraints:
/// - C1: there are as many results as operands, of the same types.
/// - C2: the condition takes the operands and gives one boolean.
/// - C3: the body takes the operands and gives as many values, of the same types.
///
/// Source: TensorFlow Lite operator WHILE; TensorFlow `tf.while_loop`.
package struct While: EngineOperator {
  package static let builtin = BuiltinOperator.while

  package var conditionGraph: Int
  package var bodyGraph: Int

  package init(conditionGraph: Int, bodyGraph: Int) {
    (self.conditionGraph, self.bodyGraph) = (conditionGraph, bodyGraph)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try WhileOptionsView(options)
    (conditionGraph, bodyGraph) = (view.condSubgraphIndex, view.bodySubgraphIndex)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("operand", .control, .any, isOptional: true)], outputs: [],
      repeatsLastInput: true, extraOutputs: .any, scales: .unquantized)
  }

  package var action: OperatorAction { .loop(condition: conditionGraph, body: bodyGraph) }
  package var effects: OperatorEffects { .ofCallees }
}
