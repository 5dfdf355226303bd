// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether one tensor's elements are not less than another's.
///
/// `y = a ≥ b`
///
/// | operand  | type                                      | shape                   |
/// |----------|-------------------------------------------|-------------------------|
/// | `a`, `b` | float32, int8, uint8, int16, int32, int64 | broadcast to each other |
/// | `output` | bool                                      | the broadcast shape     |
///
/// int8 and uint8 compare what they stand for, in the reference's fixed-point arithmetic; see
/// ``Comparison``. int16 compares as it is.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: `a` and `b` have one type.
///
/// Source: TensorFlow Lite operator GREATER_EQUAL.
package struct GreaterEqual: Comparison {
  package static let builtin = BuiltinOperator.greaterEqual

  package init() {}

  package static func kernel(for type: ElementType) -> ComparisonKernel {
    switch type {
    case .float32: ("f32_greater_equal", f32_greater_equal)
    case .int8: ("s8_greater_equal", s8_greater_equal)
    case .int16: ("s16_greater_equal", s16_greater_equal)
    case .int32: ("s32_greater_equal", s32_greater_equal)
    case .int64: ("s64_greater_equal", s64_greater_equal)
    default: ("u8_greater_equal", u8_greater_equal)
    }
  }

  package static func rescaledKernel(for type: ElementType) -> ComparisonKernel? {
    switch type {
    case .int8: ("s8_rescaled_greater_equal", s8_rescaled_greater_equal)
    case .uint8: ("u8_rescaled_greater_equal", u8_rescaled_greater_equal)
    default: nil
    }
  }
}
