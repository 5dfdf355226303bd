// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The mean over some axes.
///
/// `y = Σ x / n` over the reduced axes
///
/// | operand  | type                                              | shape                                | quantization |
/// |----------|---------------------------------------------------|--------------------------------------|--------------|
/// | `input`  | float32, halves, int8, uint8, int16, int32, int64 | any                                  | per tensor   |
/// | `axes`   | int32                                             | any                                  |              |
/// | `output` | as `input`                                        | `input` without the axes, or 1 there | per tensor   |
///
/// Quantized results are bit-exact with TensorFlow Lite's reference; int32 and int64 are summed in
/// 64 bits and divided toward 0. The mean of no elements is NaN, or 0 for integers.
///
/// Constraints:
/// - C1: `axes` are constant and within the rank, unless that is 0; repeated ones count once.
/// - C2: `input` and `output` have one type.
///
/// Source: TensorFlow Lite operator MEAN; 8-bit quantization specification.
package struct Mean: AxisReduction {
  package static let builtin = BuiltinOperator.mean

  package var keepsDimensions: Bool

  package init(keepsDimensions: Bool = false) {
    self.keepsDimensions = keepsDimensions
  }

  package var operandRules: OperandRules {
    .reduction(
      [.floats, .int8, .uint8, .int16, .int32, .int64], scales: .free)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C2
    let (input, output) = (context.input(0), context.output)
    let axes = try reducedAxes(context)
    let count = axes.reducedCount(input.shape)
    let walk = axes.walk(input.shape)
    let threads = context.threadCount
    switch output.type {
    case .float32:
      let sum = ReductionKernel("f32_sum", f32_sum, initial: Float(0))
      let stage = sum.stage(
        input, walk, resultCount: output.elementCount, into: output.slot, threadCount: threads)
      let divide = UnaryKernel("f32_divide", f32_divide, PreparedBuffer(Float(count)))
      return Evaluation(
        kernel: sum.name,
        stages: [stage] + divide.evaluation(output, output, threadCount: 1).stages)
    case .int32, .int64: return integerEvaluation(&context, walk, count: count)
    default: return try QuantizedSum(dividesByCount: true).evaluation(&context, axes)
    }
  }

  private func integerEvaluation(
    _ context: inout PrepareContext, _ walk: ReductionWalk, count: Int
  ) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let slot = context.scratch(byteCount: max(output.elementCount, 1).saturatingProduct(8))
    let sum =
      input.type == .int32
      ? ReductionKernel("s32_sum_wide", s32_sum_wide, initial: Int64(0))
      : ReductionKernel("s64_sum", s64_sum, initial: Int64(0))
    let stage = sum.stage(
      input, walk, resultCount: output.elementCount, into: slot,
      threadCount: context.threadCount)
    let divisor = PreparedBuffer(Int64(max(count, 1)))
    let divide =
      output.type == .int32
      ? UnaryKernel("s64_divide_to_s32", s64_divide_to_s32, divisor)
      : UnaryKernel("s64_divide", s64_divide, divisor)
    let sums = Operand(
      type: .int64, shape: output.shape, quantization: nil, slot: slot, constant: nil)
    return Evaluation(
      kernel: sum.name,
      stages: [stage] + divide.evaluation(sums, output, threadCount: 1).stages)
  }
}
