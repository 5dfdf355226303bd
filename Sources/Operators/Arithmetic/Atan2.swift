// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The angle of a point in the plane, in radians.
///
/// `output = atan2(y, x)`, between −π and π
///
/// | operand  | type                                | shape  |
/// |----------|-------------------------------------|--------|
/// | `y`, `x` | float16, bfloat16, float32, float64 | any    |
/// | `output` | as `y`                              | as `y` |
///
/// The sign of a zero tells the side from which it is approached.
///
/// Constraints:
/// - C1: `y` and `x` have one shape.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator ATAN2; TensorFlow `tf.math.atan2`.
package struct Atan2: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.atan2

  package init() {}

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float16, .bfloat16, .float32, .float64]
    return OperandRules(
      inputs: [OperandRule("y", .activation, types), OperandRule("x", .activation, types)],
      outputs: [OperandRule("output", .activation, types)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (y, x) = (inputs[0]!.shape, inputs[1]!.shape)
    guard y == x else {  // C1
      throw OperatorError("'y' is \(y.description) but 'x' is \(x.description)")
    }
    return [y]
  }

  package var overwritableInputs: [Int] { [0, 1] }

  package var mapsElements: Bool { true }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    let kernel =
      switch context.output.type {
      case .float32: BinaryKernel("f32_atan2", f32_atan2)
      case .float64: BinaryKernel("f64_atan2", f64_atan2)
      default: NumberFunction.atan2.kernel(for: context.output.type)
      }
    return kernel.evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }
}
