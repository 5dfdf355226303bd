// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The negated number.
///
/// `y = −x`
///
/// | operand  | type                                       | shape      |
/// |----------|--------------------------------------------|------------|
/// | `input`  | float32, halves, int8, int16, int32, int64 | any        |
/// | `output` | as `input`                                 | as `input` |
///
/// Integers are plain numbers and wrap, as in TensorFlow Lite's reference.
///
/// Constraints:
/// - C1: `input` and `output` have one type.
///
/// Source: TensorFlow Lite operator NEG.
package struct Neg: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.neg

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .int16, .int32, .int64], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let kernel =
      switch context.output.type {
      case .float32: UnaryKernel("f32_neg", f32_neg)
      case .int8: UnaryKernel("s8_neg", s8_neg)
      case .int16: UnaryKernel("s16_neg", s16_neg)
      case .int32: UnaryKernel("s32_neg", s32_neg)
      default: UnaryKernel("s64_neg", s64_neg)
      }
    return kernel.evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
