// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether one tensor's elements are less than another's.
///
/// `y = a < b`
///
/// | operand  | type                                              | shape                   |
/// |----------|---------------------------------------------------|-------------------------|
/// | `a`, `b` | float32, halves, int8, uint8, int16, int32, int64 | broadcast to each other |
/// | `output` | bool                                              | the broadcast shape     |
///
/// int8 and uint8 compare what they stand for, in the reference's fixed-point arithmetic; see
/// ``Comparison``. int16 compares as it is.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: `a` and `b` have one type.
///
/// Source: TensorFlow Lite operator LESS.
package struct Less: Comparison {
  package static let builtin = BuiltinOperator.less

  package init() {}

  package static func kernel(for type: ElementType) -> ComparisonKernel {
    switch type {
    case .float32: ("f32_less", f32_less)
    case .int8: ("s8_less", s8_less)
    case .int16: ("s16_less", s16_less)
    case .int32: ("s32_less", s32_less)
    case .int64: ("s64_less", s64_less)
    default: ("u8_less", u8_less)
    }
  }

  package static func rescaledKernel(for type: ElementType) -> ComparisonKernel? {
    switch type {
    case .int8: ("s8_rescaled_less", s8_rescaled_less)
    case .uint8: ("u8_rescaled_less", u8_rescaled_less)
    default: nil
    }
  }
}
