// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The sum over some axes.
///
/// `y = Σ x over the reduced axes`
///
/// | operand  | type                                              | shape                                |
/// |----------|---------------------------------------------------|--------------------------------------|
/// | `input`  | float32, halves, int8, uint8, int16, int32, int64 | any                                  |
/// | `axes`   | int32                                             | any                                  |
/// | `output` | as `input`                                        | `input` without the axes, or 1 there |
///
/// Quantized sums are rescaled from 32-bit integers as TensorFlow Lite's reference does for uint8
/// (its int8 reference kernel reads the bytes as unsigned; here they are signed, as in its
/// optimized kernel). int32 and int64 wrap.
///
/// Constraints:
/// - C1: `axes` are constant and within the rank, unless that is 0; repeated ones count once.
/// - C2: `input` and `output` have one type.
///
/// Source: TensorFlow Lite operator SUM.
package struct Sum: AxisReduction {
  package static let builtin = BuiltinOperator.sum

  package var keepsDimensions: Bool

  package init(keepsDimensions: Bool = false) {
    self.keepsDimensions = keepsDimensions
  }

  package var operandRules: OperandRules {
    .reduction(
      // LiteRT's reference kernel reads an int8 sum as uint8, so none is written.
      [.floats, .int8, .uint8, .int16, .int32, .int64], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C2
    let kernel: ReductionKernel
    switch context.output.type {
    case .float32:
      kernel = ReductionKernel("f32_sum", f32_sum, initial: Float(0))
    case .int32:
      kernel = ReductionKernel("s32_sum", s32_sum, initial: Int32(0))
    case .int64:
      kernel = ReductionKernel("s64_sum", s64_sum, initial: Int64(0))
    default:
      let axes = try reducedAxes(context)
      return try QuantizedSum(dividesByCount: false).evaluation(&context, axes)
    }
    return try evaluation(kernel, context)
  }
}
