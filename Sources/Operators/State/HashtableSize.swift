// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How many keys a table has; none before it is filled.
///
/// | operand  | type     | shape       |
/// |----------|----------|-------------|
/// | `handle` | resource | one element |
/// | `size`   | int64    | `[1]`       |
///
/// Source: TensorFlow Lite operator HASHTABLE_SIZE; TensorFlow `LookupTableSizeV2`.
package struct HashtableSize: EngineOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.hashtableSize

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("handle", .control, .resource)],
      outputs: [OperandRule("size", .control, .int64)], scales: .unquantized)
  }

  package var action: OperatorAction { .tableSize }
  package var effects: OperatorEffects { .readsState }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.int64] }
}
