// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A table of the model, by number: what HASHTABLE_IMPORT, HASHTABLE_FIND and HASHTABLE_SIZE take.
///
/// | operand  | type     | shape       |
/// |----------|----------|-------------|
/// | `handle` | resource | one element |
///
/// Handles of one number stand for one table, in all graphs of the model. It has the types of the
/// first of them that is reached.
///
/// Constraints:
/// - C1: keys are int64 and values strings, or the other way round.
///
/// Source: TensorFlow Lite operator HASHTABLE; TensorFlow `tf.lookup.StaticHashTable`.
package struct Hashtable: EngineOperator {
  package static let builtin = BuiltinOperator.hashtable

  package var id: Int
  package var keys: ElementType
  package var values: ElementType

  package init(id: Int, keys: ElementType, values: ElementType) {
    (self.id, self.keys, self.values) = (id, keys, values)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try HashtableOptionsView(options)
    (id, keys, values) = (view.tableId, view.keyDtype, view.valueDtype)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [],
      outputs: [OperandRule("handle", .control, .resource)],
      scales: .unquantized)
  }

  package var action: OperatorAction { .table(id: id, keys: keys, values: values) }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.resource] }
}

extension ElementTypeSet {
  /// What tables have for keys and values.
  static let tableEntries: ElementTypeSet = [.int64, .string]
}
