// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The larger of two tensors' elements.
///
/// `y = max(a, b)`
///
/// | operand  | type                                      | shape                   |
/// |----------|-------------------------------------------|-------------------------|
/// | `a`, `b` | float32, int8, uint8, int16, int32, int64 | broadcast to each other |
/// | `output` | as `a`                                    | the broadcast shape     |
///
/// Quantized integers are compared as they are: all scales and zero points must agree. Where one
/// is NaN the result is `b`, as in TensorFlow Lite's reference.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type, scale and zero point.
///
/// Source: TensorFlow Lite operator MAXIMUM.
package struct Maximum: LiteOperator {
  package static let builtin = BuiltinOperator.maximum

  package init() {}

  package var operandRules: OperandRules {
    .binary(
      ElementTypeSet(.float32, .int8, .uint8, .int16, .int32, .int64), scales: .shared)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {}

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [try broadcastShape(inputs[0]!, inputs[1]!)]  // C1
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    try context.requireOneQuantization(0, 1)  // C2
    let kernel =
      switch context.output.type {
      case .float32: BinaryKernel("f32_maximum", f32_maximum)
      case .int8: BinaryKernel("s8_maximum", s8_maximum)
      case .uint8: BinaryKernel("u8_maximum", u8_maximum)
      case .int16: BinaryKernel("s16_maximum", s16_maximum)
      case .int32: BinaryKernel("s32_maximum", s32_maximum)
      default: BinaryKernel("s64_maximum", s64_maximum)
      }
    return kernel.evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }

  package var overwritableInputs: [Int] { [0, 1] }

  package var mapsElements: Bool { true }
}
