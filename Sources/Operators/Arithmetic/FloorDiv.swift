// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The quotient, rounded down.
///
/// `y = ⌊a / b⌋`
///
/// | operand  | type                                | shape                   |
/// |----------|-------------------------------------|-------------------------|
/// | `a`, `b` | float32, halves, int8, int16, int32 | broadcast to each other |
/// | `output` | as `a`                              | the broadcast shape     |
///
/// Integers are plain numbers; the one quotient that does not fit wraps. The quotient of floats is
/// rounded to a float first, as in TensorFlow.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type.
/// - C3: No divisor is 0, but for float32 (checked while running).
///
/// Source: TensorFlow Lite operator FLOOR_DIV.
package struct FloorDiv: AttributeFreeOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.floorDiv

  package init() {}

  package var operandRules: OperandRules {
    .binary(
      [.floats, .int8, .int16, .int32], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    let kernel =
      switch context.output.type {
      case .float32: BinaryKernel("f32_floor_div", f32_floor_div)
      case .int8: BinaryKernel("s8_floor_div", s8_floor_div)
      case .int16: BinaryKernel("s16_floor_div", s16_floor_div)
      default: BinaryKernel("s32_floor_div", s32_floor_div)
      }
    return kernel.evaluation(
      context.input(0), context.input(1), context.output, in: &context
    )
    .refusingZeroDivisors(context.input(1))  // C3
  }
}
