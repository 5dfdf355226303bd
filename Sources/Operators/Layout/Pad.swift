// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor with a border of zeros: of zero points, where it is quantized.
///
/// | operand    | type                      | shape       | quantization |
/// |------------|---------------------------|-------------|--------------|
/// | `input`    | any of whole bytes        | any         | per tensor   |
/// | `paddings` | int8, int16, int32, int64 | `[rank, 2]` |              |
/// | `output`   | type of `input`           | padded      | as `input`   |
///
/// Constraints:
/// - C1: `paddings` is constant, with a row for each axis: elements before and after.
/// - C2: paddings are not negative, and the padded shape has a valid number of elements.
///
/// Source: TensorFlow Lite operator PAD; TensorFlow `tf.pad` with mode CONSTANT.
package struct Pad: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.pad

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("paddings", .control, .paddings),
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
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let paddings = try Paddings(context.input(1), shape: input.shape)
    let value = PreparedBuffer(zeroOf: output)
    return .copying(
      paddings.border(of: output, filledWith: .buffer(value))
        + [paddings.interior(from: input, to: output)], threadCount: context.threadCount)
  }
}
