// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The smaller of two tensors' elements.
///
/// `y = min(a, b)`
///
/// | operand  | type                                              | shape                   |
/// |----------|---------------------------------------------------|-------------------------|
/// | `a`, `b` | float32, halves, int8, uint8, int16, int32, int64 | broadcast to each other |
/// | `output` | as `a`                                            | the broadcast shape     |
///
/// Quantized integers are compared as they are: all scales and zero points must agree. Where one
/// is NaN the result is.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type, scale and zero point.
///
/// Source: TensorFlow Lite operator MINIMUM.
package struct Minimum: ElementwiseExtreme {
  package static let builtin = BuiltinOperator.minimum

  package init() {}

  package static func kernel(for type: ElementType) -> BinaryKernel {
    switch type {
    case .float32: BinaryKernel("f32_minimum", f32_minimum)
    case .int8: BinaryKernel("s8_minimum", s8_minimum)
    case .uint8: BinaryKernel("u8_minimum", u8_minimum)
    case .int16: BinaryKernel("s16_minimum", s16_minimum)
    case .int32: BinaryKernel("s32_minimum", s32_minimum)
    default: BinaryKernel("s64_minimum", s64_minimum)
    }
  }
}
