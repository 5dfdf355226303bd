// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// An operation that a name stands for, as the graph computes it that the file has for it.
///
/// | operand     | type | shape                  |
/// |-------------|------|------------------------|
/// | `operand` … | any  | as the graph's inputs  |
/// | `result` …  | any  | as the graph's outputs |
///
/// Constraints:
/// - C1: the graph takes the operands and gives the results, in number and type.
///
/// Source: TensorFlow Lite operator STABLEHLO_COMPOSITE; StableHLO `composite`.
package struct StablehloComposite: EngineOperator {
  package static let builtin = BuiltinOperator.stablehloComposite

  package var graph: Int
  /// What runtimes may know the operation by, and how; it is kept for them.
  package var name: String
  package var attributes: [UInt8]
  package var version: Int

  package init(graph: Int, name: String, attributes: [UInt8] = [], version: Int = 0) {
    (self.graph, self.name) = (graph, name)
    (self.attributes, self.version) = (attributes, version)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try StableHLOCompositeOptionsView(options)
    graph = view.decompositionSubgraphIndex
    name = view.name
    attributes = view.compositeAttributes.array
    version = view.version
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("operand", .control, .any, isOptional: true)], outputs: [],
      repeatsLastInput: true, extraOutputs: .any, scales: .unquantized)
  }

  package var action: OperatorAction { .call(graph: graph) }
  package var effects: OperatorEffects { .ofCallees }
}
