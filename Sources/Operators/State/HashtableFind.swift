// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The values that a table has for keys.
///
/// `y[i…] = table[keys[i…]]`, or `default[0]` where the table lacks the key
///
/// | operand   | type              | shape          |
/// |-----------|-------------------|----------------|
/// | `handle`  | resource          | one element    |
/// | `keys`    | int64, string     | any            |
/// | `default` | string, int64     | an element     |
/// | `values`  | type of `default` | that of `keys` |
///
/// Constraints:
/// - C1: `values` has another type than `keys`, and that of `default`, which has an element.
/// - C2: the table has keys of that type.
/// - C3: it has been filled.
///
/// Source: TensorFlow Lite operator HASHTABLE_FIND; TensorFlow `LookupTableFindV2`.
package struct HashtableFind: EngineOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.hashtableFind

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("handle", .control, .resource),
        OperandRule("keys", .control, .tableEntries),
        OperandRule("default", .control, .tableEntries),
      ],
      outputs: [OperandRule("values", .control, .tableEntries)], scales: .unquantized)
  }

  package var action: OperatorAction { .findInTable }
  package var effects: OperatorEffects { .readsState }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[2]!] }
}
