// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Elements of one tensor where a condition holds, of another elsewhere.
///
/// `y = condition ? a : b`
///
/// | operand     | type                       | shape                            |
/// |-------------|----------------------------|----------------------------------|
/// | `condition` | bool                       | broadcasts with `a` and `b`      |
/// | `a`, `b`    | any of whole bytes up to 8 | broadcast to each other          |
/// | `output`    | as `a`                     | the broadcast shape of all three |
///
/// Constraints:
/// - C1: All three broadcast to each other.
/// - C2: `a`, `b` and `output` have one type, scale and zero point.
///
/// Source: TensorFlow Lite operator SELECT_V2.
package struct SelectV2: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.selectV2

  package init() {}

  package var operandRules: OperandRules {
    Selection.rules
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [inputs[1]!]
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = try broadcastShape(inputs[1]!, inputs[2]!)
    guard let result = shape.broadcast(with: inputs[0]!.shape) else {  // C1
      throw OperatorError(
        "condition \(inputs[0]!.shape.description) and \(shape.description) do not broadcast")
    }
    return [result]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let aligned = context.input(0).shape
    return try Selection.prepare(context, condition: aligned)  // C2
  }
}
