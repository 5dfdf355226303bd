// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether one tensor's elements are greater than another's.
///
/// `y = a > b`
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
/// Source: TensorFlow Lite operator GREATER.
package struct Greater: Comparison {
  package static let builtin = BuiltinOperator.greater

  package init() {}

  package static func kernel(for type: ElementType) -> ComparisonKernel {
    switch type {
    case .float32: ("f32_greater", f32_greater)
    case .int8: ("s8_greater", s8_greater)
    case .int16: ("s16_greater", s16_greater)
    case .int32: ("s32_greater", s32_greater)
    case .int64: ("s64_greater", s64_greater)
    default: ("u8_greater", u8_greater)
    }
  }

  package static func rescaledKernel(for type: ElementType) -> ComparisonKernel? {
    switch type {
    case .int8: ("s8_rescaled_greater", s8_rescaled_greater)
    case .uint8: ("u8_rescaled_greater", u8_rescaled_greater)
    default: nil
    }
  }
}
