// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor of a file that `SaveTensors`, or TensorFlow, has written, in the folder that the caller has
/// named for it.
///
/// | operand    | type                 | shape         |
/// |------------|----------------------|---------------|
/// | `filename` | string               | one element   |
/// | `name`     | string               | one element   |
/// | `output`   | numbers and booleans | as it was saved |
///
/// Constraints:
/// - C1: the caller has named a folder, and `filename` is a place in it that no symbolic link leads to.
/// - C2: the file is a whole checkpoint of TensorFlow's first format, not compressed.
/// - C3: it holds a tensor of the name, in one piece, that has the type of `output`.
///
/// Source: TensorFlow `tf.raw_ops.Restore`; the Flex operator of TensorFlow Lite.
package struct RestoreTensor: EngineOperator, CustomOperation, AttributeFreeOperator {
  package static let customName = "FlexRestore"

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("filename", .control, .string), OperandRule("name", .control, .string),
      ], outputs: [OperandRule("output", .control, .saved)], scales: .unquantized)
  }

  package var action: OperatorAction { .restoreTensor }
  package var effects: OperatorEffects { .readsState }
}
