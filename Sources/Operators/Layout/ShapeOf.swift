// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The dimensions of a tensor, as a vector.
///
/// | operand  | type         | shape    |
/// |----------|--------------|----------|
/// | `input`  | any          | any      |
/// | `output` | int32, int64 | `[rank]` |
///
/// Constraints:
/// - C1: the option `out_type` is int32 or int64 and the type of `output`.
///
/// Source: TensorFlow Lite operator SHAPE; TensorFlow `tf.shape`.
package struct ShapeOf: LiteOperator {
  package static let builtin = BuiltinOperator.shape

  package var resultType: ElementType

  package init(resultType: ElementType = .int32) {
    self.resultType = resultType
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .any)],
      outputs: [OperandRule("output", .control, .indices)], scales: .unquantized)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    resultType = try ShapeOptionsView(options).outType
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [resultType] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [Shape([inputs[0]!.shape.rank])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOutputs(resultType)  // C1
    let dimensions = context.input(0).shape.dimensions
    let buffer = PreparedBuffer(integers: dimensions, of: resultType)
    return .copying(buffer, to: context.output)
  }

  package var readsOnlyShapes: Bool { true }
}
