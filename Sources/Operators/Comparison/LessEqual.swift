// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether one tensor's elements are not greater than another's.
///
/// `y = a ≤ b`
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
/// Source: TensorFlow Lite operator LESS_EQUAL.
package struct LessEqual: Comparison {
  package static let builtin = BuiltinOperator.lessEqual

  package init() {}

  package static func kernel(for type: ElementType) -> ComparisonKernel {
    switch type {
    case .float32: ("f32_less_equal", f32_less_equal)
    case .int8: ("s8_less_equal", s8_less_equal)
    case .int16: ("s16_less_equal", s16_less_equal)
    case .int32: ("s32_less_equal", s32_less_equal)
    case .int64: ("s64_less_equal", s64_less_equal)
    default: ("u8_less_equal", u8_less_equal)
    }
  }

  package static func rescaledKernel(for type: ElementType) -> ComparisonKernel? {
    switch type {
    case .int8: ("s8_rescaled_less_equal", s8_rescaled_less_equal)
    case .uint8: ("u8_rescaled_less_equal", u8_rescaled_less_equal)
    default: nil
    }
  }
}
