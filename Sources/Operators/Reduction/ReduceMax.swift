// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The largest element over some axes.
///
/// `y = max x over the reduced axes`
///
/// | operand  | type                                              | shape                                |
/// |----------|---------------------------------------------------|--------------------------------------|
/// | `input`  | float32, halves, int8, uint8, int16, int32, int64 | any                                  |
/// | `axes`   | int32                                             | any                                  |
/// | `output` | as `input`                                        | `input` without the axes, or 1 there |
///
/// NaN where an element is. Of no elements: the type's least value (for float32 −∞).
///
/// Constraints:
/// - C1: `axes` are constant and within the rank, unless that is 0; repeated ones count once.
/// - C2: `input` and `output` have one type, scale and zero point.
///
/// Source: TensorFlow Lite operator REDUCE_MAX.
package struct ReduceMax: AxisReduction {
  package static let builtin = BuiltinOperator.reduceMax

  package var keepsDimensions: Bool

  package init(keepsDimensions: Bool = false) {
    self.keepsDimensions = keepsDimensions
  }

  package var operandRules: OperandRules {
    .reduction(
      [.floats, .int8, .uint8, .int16, .int32, .int64], scales: .shared)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C2
    try context.requireOneQuantization(0)  // C2
    let kernel: ReductionKernel
    switch context.output.type {
    case .float32:
      kernel = ReductionKernel(
        "f32_reduce_max", f32_reduce_max, initial: -Float.infinity)
    case .int8:
      kernel = ReductionKernel("s8_reduce_max", s8_reduce_max, initial: Int8.min)
    case .uint8:
      kernel = ReductionKernel("u8_reduce_max", u8_reduce_max, initial: UInt8.min)
    case .int16:
      kernel = ReductionKernel("s16_reduce_max", s16_reduce_max, initial: Int16.min)
    case .int32:
      kernel = ReductionKernel("s32_reduce_max", s32_reduce_max, initial: Int32.min)
    default:
      kernel = ReductionKernel("s64_reduce_max", s64_reduce_max, initial: Int64.min)
    }
    return try evaluation(kernel, context)
  }
}
