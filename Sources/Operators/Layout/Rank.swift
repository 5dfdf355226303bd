// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The number of axes of a tensor.
///
/// | operand  | type  | shape  |
/// |----------|-------|--------|
/// | `input`  | any   | any    |
/// | `output` | int32 | scalar |
///
/// Source: TensorFlow Lite operator RANK; TensorFlow `tf.rank`.
package struct Rank: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.rank

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .any)],
      outputs: [OperandRule("output", .control, .int32)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.int32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [.scalar]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let buffer = PreparedBuffer(integers: [context.input(0).shape.rank], of: .int32)
    return .copying(buffer, to: context.output)
  }

  package var readsOnlyShapes: Bool { true }
}
