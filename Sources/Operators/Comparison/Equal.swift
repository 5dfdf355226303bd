// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether two tensors' elements are equal.
///
/// `y = a = b`
///
/// | operand  | type                                                            | shape                   |
/// |----------|-----------------------------------------------------------------|-------------------------|
/// | `a`, `b` | bool, float32, halves, int8, uint8, int16, int32, int64, string | broadcast to each other |
/// | `output` | bool                                                            | the broadcast shape     |
///
/// int8 and uint8 and quantized int16 compare what they stand for, in the reference's fixed-point
/// arithmetic; see ``Comparison``.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: `a` and `b` have one type.
///
/// Source: TensorFlow Lite operator EQUAL.
package struct Equal: Comparison {
  package static let builtin = BuiltinOperator.equal

  package init() {}

  package static var isOfIdentity: Bool { true }

  package static func kernel(for type: ElementType) -> ComparisonKernel {
    switch type {
    case .float32: ("f32_equal", f32_equal)
    case .int8: ("s8_equal", s8_equal)
    case .int16: ("s16_equal", s16_equal)
    case .int32: ("s32_equal", s32_equal)
    case .int64: ("s64_equal", s64_equal)
    case .string: ("string_equal", string_equal)
    default: ("u8_equal", u8_equal)
    }
  }

  package static func rescaledKernel(for type: ElementType) -> ComparisonKernel? {
    switch type {
    case .int8: ("s8_rescaled_equal", s8_rescaled_equal)
    case .uint8: ("u8_rescaled_equal", u8_rescaled_equal)
    case .int16: ("s16_rescaled_equal", s16_rescaled_equal)
    default: nil
    }
  }
}
