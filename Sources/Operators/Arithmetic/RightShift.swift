// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Integers whose bits are moved towards the lowest.
///
/// `y = ⌊a / 2ᵇ⌋`, where b counts as 0 below 0, and as one less than the type's bits from there on
///
/// | operand  | type                                      | shape                   |
/// |----------|-------------------------------------------|-------------------------|
/// | `a`, `b` | int8, uint8, int16, uint16, int32, uint32 | broadcast to each other |
/// | `output` | as `a`                                    | the broadcast shape     |
///
/// Integers are plain numbers; those with a sign keep it.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator RIGHT_SHIFT; TensorFlow `tf.bitwise.right_shift`.
package struct RightShift: AttributeFreeOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.rightShift

  package init() {}

  package var operandRules: OperandRules {
    .binary(.bitPatterns, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    let kernel =
      switch context.output.type {
      case .int8: BinaryKernel("s8_right_shift", s8_right_shift)
      case .uint8: BinaryKernel("u8_right_shift", u8_right_shift)
      case .int16: BinaryKernel("s16_right_shift", s16_right_shift)
      case .uint16: BinaryKernel("u16_right_shift", u16_right_shift)
      case .int32: BinaryKernel("s32_right_shift", s32_right_shift)
      default: BinaryKernel("u32_right_shift", u32_right_shift)
      }
    return kernel.evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }
}
