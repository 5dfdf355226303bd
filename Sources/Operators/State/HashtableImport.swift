// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Fills a table with keys and their values, unless it has been filled: of equal keys the first one
/// counts.
///
/// | operand  | type          | shape       |
/// |----------|---------------|-------------|
/// | `handle` | resource      | one element |
/// | `keys`   | int64, string | any         |
/// | `values` | string, int64 | as `keys`   |
///
/// Constraints:
/// - C1: `values` has another type than `keys`, and its shape.
/// - C2: the table has keys of that type.
///
/// Source: TensorFlow Lite operator HASHTABLE_IMPORT; TensorFlow `LookupTableImportV2`.
package struct HashtableImport: EngineOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.hashtableImport

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("handle", .control, .resource),
        OperandRule("keys", .control, .tableEntries),
        OperandRule("values", .control, .tableEntries),
      ],
      outputs: [], scales: .unquantized)
  }

  package var action: OperatorAction { .fillTable }
  package var effects: OperatorEffects { .writesState }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [] }
}
