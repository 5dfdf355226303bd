// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Elements of one tensor where a condition holds, of another elsewhere.
///
/// `y = condition ? a : b`
///
/// | operand     | type                       | shape                                         |
/// |-------------|----------------------------|-----------------------------------------------|
/// | `condition` | bool                       | as `a`; or a scalar; or a vector along axis 0 |
/// | `a`, `b`    | any of whole bytes up to 8 | equal                                         |
/// | `output`    | as `a`                     | as `a`                                        |
///
/// Constraints:
/// - C1: `a` and `b` have one shape.
/// - C2: `condition` has the shape of `a`, one element, or one for each index of axis 0.
/// - C3: `a`, `b` and `output` have one type, scale and zero point.
///
/// Source: TensorFlow Lite operator SELECT.
package struct Select: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.select

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
    let (condition, a, b) = (inputs[0]!, inputs[1]!, inputs[2]!)
    guard a.shape == b.shape else {  // C1
      throw OperatorError(
        "'a' \(a.shape.description) and 'b' \(b.shape.description) must have one shape")
    }
    let isVector =
      condition.shape.rank == 1 && a.shape.rank > 0 && condition.shape[0] == a.shape[0]
    guard condition.shape == a.shape || condition.elementCount == 1 || isVector else {  // C2
      throw OperatorError(
        "condition \(condition.shape.description) does not fit \(a.shape.description)")
    }
    return [a.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    // A vector of conditions chooses along axis 0: as if it were [n, 1, 1, …].
    let condition = context.input(0).shape
    let output = context.output.shape
    let aligned =
      condition.rank == 1 && output.rank > 1 && condition.elementCount > 1
      ? Shape(condition.dimensions + [Int](repeating: 1, count: output.rank - 1)) : condition
    return try Selection.prepare(context, condition: aligned)  // C3
  }
}
