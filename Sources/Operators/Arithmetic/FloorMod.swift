// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The remainder of the quotient that is rounded down: it has the divisor's sign.
///
/// `y = a − b · ⌊a / b⌋`
///
/// | operand  | type                                       | shape                   |
/// |----------|--------------------------------------------|-------------------------|
/// | `a`, `b` | float32, halves, int8, int16, int32, int64 | broadcast to each other |
/// | `output` | as `a`                                     | the broadcast shape     |
///
/// Integers are plain numbers; the one quotient that does not fit wraps.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type.
/// - C3: No divisor is 0, but for float32 (checked while running).
///
/// Source: TensorFlow Lite operator FLOOR_MOD.
package struct FloorMod: AttributeFreeOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.floorMod

  package init() {}

  package var operandRules: OperandRules {
    .binary(
      [.floats, .int8, .int16, .int32, .int64], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    let kernel =
      switch context.output.type {
      case .float32: BinaryKernel("f32_floor_mod", f32_floor_mod)
      case .int8: BinaryKernel("s8_floor_mod", s8_floor_mod)
      case .int16: BinaryKernel("s16_floor_mod", s16_floor_mod)
      case .int32: BinaryKernel("s32_floor_mod", s32_floor_mod)
      default: BinaryKernel("s64_floor_mod", s64_floor_mod)
      }
    return kernel.evaluation(
      context.input(0), context.input(1), context.output, in: &context
    )
    .refusingZeroDivisors(context.input(1))  // C3
  }
}
