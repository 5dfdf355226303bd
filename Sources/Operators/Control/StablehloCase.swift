// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// One of several graphs, as an index says.
///
/// | operand     | type  | shape                            |
/// |-------------|-------|----------------------------------|
/// | `index`     | int32 | one element                      |
/// | `operand` … | any   | as the graphs' inputs            |
/// | `result` …  | any   | as the graph that is called says |
///
/// An index of no graph stands for the last.
///
/// Constraints:
/// - C1: there is a graph, and all take the operands and give the results, in number and type.
///
/// Source: TensorFlow Lite operator STABLEHLO_CASE; StableHLO `case`.
package struct StablehloCase: EngineOperator {
  package static let builtin = BuiltinOperator.stablehloCase

  package var graphs: [Int]

  package init(graphs: [Int]) {
    self.graphs = graphs
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    graphs = try StablehloCaseOptionsView(options).branchSubgraphIndices.array.map { Int($0) }
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("index", .control, .int32),
        OperandRule("operand", .control, .any, isOptional: true),
      ],
      outputs: [], repeatsLastInput: true, extraOutputs: .any, scales: .unquantized)
  }

  package var action: OperatorAction { .branch(graphs) }
  package var effects: OperatorEffects { .ofCallees }
}
