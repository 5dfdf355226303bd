// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor read backwards along some axes.
///
/// | operand  | type               | shape     | quantization |
/// |----------|--------------------|-----------|--------------|
/// | `input`  | any of whole bytes | any       | per tensor   |
/// | `axes`   | int32              | `[axes]`  |              |
/// | `output` | type of `input`    | `input`'s | as `input`   |
///
/// Constraints:
/// - C1: `axes` is constant; each is in −rank ..< rank.
/// - C2: no axis is named twice.
///
/// Source: TensorFlow Lite operator REVERSE_V2; TensorFlow `tf.reverse`.
package struct ReverseV2: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.reverseV2

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("axes", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    _ = try isReversed(inputs[1]!, of: inputs[0]!.shape)
    return [inputs[0]!.shape]
  }

  private func isReversed(_ axes: Operand, of shape: Shape) throws(OperatorError) -> [Bool] {
    var isReversed = [Bool](repeating: false, count: shape.rank)
    for axis in try axes.knownIntegers("axes") {
      let resolved = try shape.checkedAxis(axis)  // C1
      guard !isReversed[resolved] else {  // C2
        throw OperatorError("'axes' names axis \(resolved) twice")
      }
      isReversed[resolved] = true
    }
    return isReversed
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    guard input.elementCount > 0 else { return .copying([], threadCount: 1) }
    var strides = input.shape.rowMajorStrides
    var offset = 0
    for (axis, isReversed) in try isReversed(context.input(1), of: input.shape).enumerated()
    where isReversed {
      offset += (input.shape[axis] - 1) * strides[axis]
      strides[axis] = -strides[axis]
    }
    let copy = RegionCopy(
      input.shape.dimensions, of: input.type,
      from: CopySide(.slot(input.slot), offset: offset, strides: strides), to: CopySide(output))
    return .copying([copy], threadCount: context.threadCount)
  }
}
