// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Zeros in the shape of a tensor.
///
/// | operand  | type                  | shape     |
/// |----------|-----------------------|-----------|
/// | `input`  | float32, int32, int64 | any       |
/// | `output` | type of `input`       | `input`'s |
///
/// Source: TensorFlow Lite operator ZEROS_LIKE; TensorFlow `tf.zeros_like`.
package struct ZerosLike: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.zerosLike

  package init() {}

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int32, .int64]
    return OperandRules(
      inputs: [OperandRule("input", .control, types)],
      outputs: [OperandRule("output", .control, types)], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let output = context.output
    try context.requireOutputs(context.input(0).type)
    let fill = RegionCopy(filling: output, with: .buffer(PreparedBuffer(zeroOf: output)))
    return .copying([fill], threadCount: context.threadCount)
  }

  package var readsOnlyShapes: Bool { true }
}
