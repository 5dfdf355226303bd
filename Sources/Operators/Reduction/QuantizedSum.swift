// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// Sums and means of quantized integers, bit-exact with TensorFlow Lite's reference.
///
/// Sum: `y = clamp(y₀ + M · (Σ x − n · x₀))` with `M = x scale / y scale`. Mean: the mantissa of `M`
/// is first divided by n with as many bits as fit, cut off.
struct QuantizedSum {
  let dividesByCount: Bool

  func evaluation(
    _ context: inout PrepareContext, _ axes: ReducedAxes
  ) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let count = axes.reducedCount(input.shape)
    let rescaling = try rescaling(input, output, count: count)
    let slot = context.scratch(byteCount: max(output.elementCount, 1).saturatingProduct(4))
    let kernel =
      switch input.type {
      case .int8: ReductionKernel("s8_sum", s8_sum, initial: Int32(0))
      case .uint8: ReductionKernel("u8_sum", u8_sum, initial: Int32(0))
      default: ReductionKernel("s16_sum", s16_sum, initial: Int32(0))
      }
    let parameters = PreparedBuffer(rescaling)
    let finish =
      switch output.type {
      case .int8: UnaryKernel("s32_rescale_to_s8", s32_rescale_to_s8, parameters)
      case .uint8: UnaryKernel("s32_rescale_to_u8", s32_rescale_to_u8, parameters)
      default: UnaryKernel("s32_rescale_to_s16", s32_rescale_to_s16, parameters)
      }
    let sums = Operand(
      type: .int32, shape: output.shape, quantization: nil, slot: slot, constant: nil)
    let stage = kernel.stage(
      input, axes.walk(input.shape), resultCount: output.elementCount, into: slot,
      threadCount: context.threadCount)
    return Evaluation(
      kernel: kernel.name,
      stages: [stage] + finish.evaluation(sums, output, threadCount: 1).stages)
  }

  private func rescaling(
    _ input: Operand, _ output: Operand, count: Int
  ) throws(OperatorError) -> linnet_rescaling {
    let x = try input.uniformQuantization("input")
    let y = try output.uniformQuantization("output")
    var rescaling = linnet_rescaling(from: x, to: y, of: output.type)
    let factor = FixedPointMultiplier(Double(x.scale) / Double(y.scale))
    (rescaling.mantissa, rescaling.shift) = (factor.mantissa, factor.shift)
    rescaling.x_offset = Int32(truncatingIfNeeded: -Int64(x.zeroPoint) * Int64(count))
    if dividesByCount, count > 0 {
      let bits = Int32(63 - UInt64(count).leadingZeroBitCount)
      let shift = max(0, min(bits, 32, 31 + factor.shift))
      rescaling.mantissa = Int32(
        truncatingIfNeeded: (Int64(factor.mantissa) << Int64(shift)) / Int64(count))
      rescaling.shift = factor.shift - shift
    }
    return rescaling
  }
}
