// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor with a border of a given value.
///
/// | operand    | type                      | shape       | quantization |
/// |------------|---------------------------|-------------|--------------|
/// | `input`    | any of whole bytes        | any         | per tensor   |
/// | `paddings` | int8, int16, int32, int64 | `[rank, 2]` |              |
/// | `value`    | type of `input`           | one element | as `input`   |
/// | `output`   | type of `input`           | padded      | as `input`   |
///
/// Constraints:
/// - C1: `paddings` is constant, with a row for each axis: elements before and after.
/// - C2: paddings are not negative, and the padded shape has a valid number of elements.
/// - C3: `value` has one element, the type of `input` and, if quantized, the scale and zero point
///   of `output`.
///
/// Source: TensorFlow Lite operator PADV2; TensorFlow `tf.pad` with mode CONSTANT.
package struct PadV2: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.padv2

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("paddings", .control, .paddings),
        OperandRule("value", .activation, .wholeBytes),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let paddings = try Paddings(inputs[1]!, shape: inputs[0]!.shape)  // C1, C2
    return [try paddings.paddedShape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, value, output) = (context.input(0), context.input(2), context.output)
    try context.requireOutputs(input.type)
    guard value.elementCount == 1, value.type == input.type else {  // C3
      throw OperatorError(
        "'value' is \(value.type.name) \(value.shape.description), must be one \(input.type.name)")
    }
    guard value.quantization == output.quantization else {  // C3
      throw OperatorError("'value' and the output differ in scale or zero point")
    }
    let paddings = try Paddings(context.input(1), shape: input.shape)
    return .copying(
      paddings.border(of: output, filledWith: .slot(value.slot))
        + [paddings.interior(from: input, to: output)], threadCount: context.threadCount)
  }
}
