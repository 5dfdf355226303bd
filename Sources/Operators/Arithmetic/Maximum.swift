// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The larger of two tensors' elements.
///
/// `y = max(a, b)`
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
/// Source: TensorFlow Lite operator MAXIMUM.
package struct Maximum: ElementwiseExtreme {
  package static let builtin = BuiltinOperator.maximum

  package init() {}

  package static func kernel(for type: ElementType) -> BinaryKernel {
    switch type {
    case .float32: BinaryKernel("f32_maximum", f32_maximum)
    case .int8: BinaryKernel("s8_maximum", s8_maximum)
    case .uint8: BinaryKernel("u8_maximum", u8_maximum)
    case .int16: BinaryKernel("s16_maximum", s16_maximum)
    case .int32: BinaryKernel("s32_maximum", s32_maximum)
    default: BinaryKernel("s64_maximum", s64_maximum)
    }
  }
}
