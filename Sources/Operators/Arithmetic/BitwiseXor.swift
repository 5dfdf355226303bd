// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The bits that are set in one of two integers only.
///
/// `y = a xor b`
///
/// | operand  | type                                      | shape                   |
/// |----------|-------------------------------------------|-------------------------|
/// | `a`, `b` | int8, uint8, int16, uint16, int32, uint32 | broadcast to each other |
/// | `output` | as `a`                                    | the broadcast shape     |
///
/// Integers are plain numbers.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator BITWISE_XOR; TensorFlow `tf.bitwise.bitwise_xor`.
package struct BitwiseXor: AttributeFreeOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.bitwiseXor

  package init() {}

  package var operandRules: OperandRules {
    .binary(.bitPatterns, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    let kernel =
      switch context.output.type {
      case .int8, .uint8: BinaryKernel("x8_xor", x8_xor)
      case .int16, .uint16: BinaryKernel("x16_xor", x16_xor)
      default: BinaryKernel("x32_xor", x32_xor)
      }
    return kernel.evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }
}

extension ElementTypeSet {
  /// Integers that the format's operators on bits take.
  static let bitPatterns: ElementTypeSet = [.int8, .uint8, .int16, .uint16, .int32, .uint32]
}
