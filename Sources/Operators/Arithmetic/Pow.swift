// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Powers of elements.
///
/// `y = aᵇ`
///
/// | operand  | type                   | shape                   |
/// |----------|------------------------|-------------------------|
/// | `a`, `b` | float32, halves, int32 | broadcast to each other |
/// | `output` | as `a`                 | the broadcast shape     |
///
/// An int32 power that does not fit is −2³¹, as TensorFlow Lite's reference gives on common
/// machines.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type.
/// - C3: int32 exponents are not negative (checked while running).
///
/// Source: TensorFlow Lite operator POW.
package struct Pow: AttributeFreeOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.pow

  package init() {}

  package var operandRules: OperandRules {
    .binary([.floats, .int32], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    let (a, b, output) = (context.input(0), context.input(1), context.output)
    if output.type == .float32 {
      return BinaryKernel("f32_pow", f32_pow).evaluation(a, b, output, in: &context)
    }
    return BinaryKernel("s32_pow", s32_pow).evaluation(a, b, output, in: &context)
      .refusing(b, as: Int32.self, "exponent is negative") { $0 < 0 }  // C3
  }
}
