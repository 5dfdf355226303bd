// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Points moved by an affine transform of the plane.
///
/// `x' = m₀₀ · x + m₀₁ · y + m₀₃`, `y' = m₁₀ · x + m₁₁ · y + m₁₃`, and what else a point has as it is
///
/// | operand  | type    | shape                                   |
/// |----------|---------|-----------------------------------------|
/// | `input`  | float32 | `[1, points, 2 or 3]`                   |
/// | `matrix` | float32 | 16 elements: four rows of four          |
/// | `output` | float32 | as `input`                              |
///
/// Constraints:
/// - C1: the shapes are those of the table.
///
/// Source: MediaPipe, custom operator TransformLandmarks, version 2.
package struct TransformLandmarks: CustomOperation, AttributeFreeOperator, SameShapeOperator {
  package static let customName = "TransformLandmarks"

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .control, .float32), OperandRule("matrix", .control, .float32),
      ],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, matrix) = (context.input(0), context.input(1))
    let shape = input.shape
    guard shape.rank == 3, shape[0] == 1, shape[2] == 2 || shape[2] == 3,
      matrix.elementCount == 16
    else {  // C1
      throw OperatorError(
        "input \(shape.description) must be [1, n, 2] or [1, n, 3], matrix "
          + "\(matrix.shape.description) have 16 elements")
    }
    let (x, m, y) = (input.slot, matrix.slot, context.output.slot)
    let (count, size) = (shape[1], shape[2])
    return Evaluation(kernel: "transform_landmarks") {
      (tensors: TensorTable) throws(OperatorError) in
      let rows = tensors.elements(m, as: Float.self)
      for point in 0..<count {
        let from = tensors.elements(x, as: Float.self) + point * size
        let to = tensors.elements(y, as: Float.self) + point * size
        to[0] = rows[0] * from[0] + rows[1] * from[1] + rows[3]
        to[1] = rows[4] * from[0] + rows[5] * from[1] + rows[7]
        if size == 3 { to[2] = from[2] }
      }
    }
  }
}
