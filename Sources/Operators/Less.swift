// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether one tensor's elements are less than another's.
///
/// `y = a < b`
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
/// Source: TensorFlow Lite operator LESS.
package struct Less: LiteOperator {
  package static let builtin = BuiltinOperator.less

  package init() {}

  package var operandRules: OperandRules {
    Comparison.rules(takesBool: false)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {}

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [.bool]
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [try broadcastShape(inputs[0]!, inputs[1]!)]  // C1
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try Comparison.prepare(&context) {  // C2
      switch $0 {
      case .float32: ("f32_less", f32_less)
      case .int8: ("s8_less", s8_less)
      case .int16: ("s16_less", s16_less)
      case .int32: ("s32_less", s32_less)
      case .int64: ("s64_less", s64_less)
      default: ("u8_less", u8_less)
      }
    } rescaled: {
      switch $0 {
      case .int8: ("s8_rescaled_less", s8_rescaled_less)
      case .uint8: ("u8_rescaled_less", u8_rescaled_less)
      default: nil
      }
    }
  }
}
