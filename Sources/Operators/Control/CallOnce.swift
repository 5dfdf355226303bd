// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Calls a graph the first time that it is run, whichever signature it is reached by: what fills
/// variables and tables.
///
/// Constraints:
/// - C1: it has no operands and no results, nor has the graph.
///
/// Source: TensorFlow Lite operator CALL_ONCE.
package struct CallOnce: EngineOperator {
  package static let builtin = BuiltinOperator.callOnce

  package var graph: Int

  package init(graph: Int) {
    self.graph = graph
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    graph = try CallOnceOptionsView(options).initSubgraphIndex
  }

  package var operandRules: OperandRules {
    OperandRules(inputs: [], outputs: [], scales: .unquantized)  // C1
  }

  package var action: OperatorAction { .callOnce(graph: graph) }
  package var effects: OperatorEffects { .writesState }
}
