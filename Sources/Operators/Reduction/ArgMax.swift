// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The place of the largest element along an axis, the first if several.
///
/// `y = arg max x along the axis`
///
/// | operand  | type                                            | shape                    |
/// |----------|-------------------------------------------------|--------------------------|
/// | `input`  | float32, int8, uint8, int16, int32, int64, bool | rank 1 or more           |
/// | `axis`   | int32, int64                                    | one element              |
/// | `output` | int32, int64                                    | `input` without the axis |
///
/// A NaN loses against any number.
///
/// Constraints:
/// - C1: `axis` is constant and within the rank.
/// - C2: The axis is not empty.
///
/// Source: TensorFlow Lite operator ARG_MAX.
package struct ArgMax: ArgExtreme {
  package static let builtin = BuiltinOperator.argMax

  /// int32 or int64.
  package var outputType: ElementType

  package init(outputType: ElementType = .int64) {
    self.outputType = outputType
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(outputType: try ArgMaxOptionsView(options).outputType)
  }

  package static func kernel(for type: ElementType) -> ArgKernel {
    switch type {
    case .float32: ("f32_arg_max", f32_arg_max)
    case .int8: ("s8_arg_max", s8_arg_max)
    case .int16: ("s16_arg_max", s16_arg_max)
    case .int32: ("s32_arg_max", s32_arg_max)
    case .int64: ("s64_arg_max", s64_arg_max)
    default: ("u8_arg_max", u8_arg_max)
    }
  }
}
