// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Whether one tensor's elements are not less than another's.
///
/// `y = a ≥ b`
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
/// Source: TensorFlow Lite operator GREATER_EQUAL.
package struct GreaterEqual: Comparison {
  package static let builtin = BuiltinOperator.greaterEqual

  package init() {}

  package static var swapsOperands: Bool { true }

  package static func kernel(for type: ElementType) -> ComparisonKernel {
    LessEqual.kernel(for: type)
  }

  package static func rescaledKernel(for type: ElementType) -> ComparisonKernel? {
    LessEqual.rescaledKernel(for: type)
  }
}
