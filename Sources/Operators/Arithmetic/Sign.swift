// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The sign: −1, 0 or 1; NaN for NaN.
///
/// `y = x / |x|`
///
/// | operand  | type                            | shape      |
/// |----------|---------------------------------|------------|
/// | `input`  | float32, float64, halves, int32 | any        |
/// | `output` | as `input`                      | as `input` |
///
/// Constraints:
/// - C1: `input` and `output` have one type.
///
/// Source: TensorFlow Lite operator SIGN.
package struct Sign: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.sign

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .float64, .int32], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let kernel =
      switch context.output.type {
      case .float32: UnaryKernel("f32_sign", f32_sign)
      case .float64: UnaryKernel("f64_sign", f64_sign)
      default: UnaryKernel("s32_sign", s32_sign)
      }
    return kernel.evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
