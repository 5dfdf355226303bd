// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The same elements with one more axis of size 1.
///
/// | operand  | type              | shape                  | quantization |
/// |----------|-------------------|------------------------|--------------|
/// | `input`  | any of fixed size | any                    | per tensor   |
/// | `axis`   | int32, int64      | one element            |              |
/// | `output` | type of `input`   | `input`'s, 1 at `axis` | as `input`   |
///
/// Constraints:
/// - C1: `axis` is constant and has one element.
/// - C2: `axis` is in −rank − 1 ... rank; a negative one counts from the result's end.
///
/// Source: TensorFlow Lite operator EXPAND_DIMS; TensorFlow `tf.expand_dims`.
package struct ExpandDims: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.expandDims

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .fixedSize),
        OperandRule("axis", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .fixedSize)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    var dimensions = inputs[0]!.shape.dimensions
    let axis = try inputs[1]!.knownInteger("axis")  // C1
    let rank = dimensions.count
    guard axis >= -rank - 1, axis <= rank else {  // C2
      throw OperatorError("axis \(axis) is out of range: allowed \(-rank - 1) to \(rank)")
    }
    dimensions.insert(1, at: axis < 0 ? axis + rank + 1 : axis)
    return [Shape(dimensions)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOutputs(context.input(0).type)
    return .sameBytes(context)
  }

  package var overwritableInputs: [Int] { [0] }
}
