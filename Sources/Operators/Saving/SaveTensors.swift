// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Writes tensors to a file, of the kind that `RestoreTensor` reads, in the folder that the caller has
/// named for it.
///
/// | operand    | type                                          | shape       |
/// |------------|-----------------------------------------------|-------------|
/// | `filename` | string                                        | one element |
/// | `names`    | string                                        | `[count]`   |
/// | `data`     | numbers and booleans, `count` times           | any         |
///
/// The file is a checkpoint as TensorFlow's first format has it, which `tf.raw_ops.Restore` reads. It is
/// written beside its place and then moved there, so that it is whole or not there.
///
/// Constraints:
/// - C1: the caller has named a folder, and `filename` is a place in it that no symbolic link leads to.
/// - C2: there is a tensor for each name, and no name comes twice.
///
/// Source: TensorFlow `tf.raw_ops.Save`; the Flex operator of TensorFlow Lite.
package struct SaveTensors: EngineOperator, CustomOperation, AttributeFreeOperator {
  package static let customName = "FlexSave"

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("filename", .control, .string), OperandRule("names", .control, .string),
        OperandRule("data", .control, .saved),
      ], outputs: [], repeatsLastInput: true, scales: .unquantized)
  }

  package var action: OperatorAction { .saveTensors }
  package var effects: OperatorEffects { .writesState }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [] }
}

extension ElementTypeSet {
  /// Types of tensors that files of saved tensors hold.
  package static let saved: ElementTypeSet = [
    .float32, .float64, .float16, .int64, .int32, .int16, .int8, .uint16, .uint8, .bool,
  ]
}
