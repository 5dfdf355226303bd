// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// What RELU, RELU6, RELU_N1_TO_1 and RELU_0_TO_1 share: the input, rescaled and clamped.
///
/// Quantized: `y = clamp(y₀ + M · (x − x₀))` with `M = x scale / y scale` in single precision and
/// limits `y₀ + round(limit / y scale)`; bit-exact with TensorFlow Lite's reference. A limit that is
/// infinite is the type's own.
struct Rectifier {
  let low: Float
  let high: Float

  static let types: ElementTypeSet = [.floats, .int8, .uint8, .int16]

  func prepare(_ context: PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    switch output.type {
    case .float32:
      kernel = UnaryKernel(
        "f32_clamp", f32_clamp, PreparedBuffer(linnet_f32_limits(low: low, high: high)))
    case .int16:
      kernel = UnaryKernel(
        "s16_rescale_to_s16", s16_rescale_to_s16,
        PreparedBuffer(try rescaling(input, output)))
    default:
      let rescaling = try rescaling(input, output)
      kernel = try .table(output.type) { (x: Int32) throws(OperatorError) in
        let factor = FixedPointMultiplier(mantissa: rescaling.mantissa, shift: rescaling.shift)
        let y = factor.apply(to: x + rescaling.x_offset) &+ rescaling.y_offset
        return min(max(y, rescaling.low), rescaling.high)
      }
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  private func rescaling(
    _ input: Operand, _ output: Operand
  ) throws(OperatorError) -> linnet_rescaling {
    let x = try input.uniformQuantization("input")
    let y = try output.uniformQuantization("output")
    var rescaling = linnet_rescaling(from: x, to: y, of: output.type)
    rescaling.low = max(rescaling.low, Self.quantized(low, y))
    if high < .infinity { rescaling.high = min(rescaling.high, Self.quantized(high, y)) }
    return rescaling
  }

  /// `zero point + round(value / scale)`, halves away from zero; saturated far beyond any type.
  private static func quantized(_ value: Float, _ quantization: UniformQuantization) -> Int32 {
    let steps = (value / quantization.scale).rounded(.toNearestOrAwayFromZero)
    return quantization.zeroPoint + Int32(saturating: Double(steps), within: -1_000_000...1_000_000)
  }
}

extension linnet_rescaling {
  /// `y₀ + x scale / y scale · (x − x₀)` within `type`, the quotient in single precision.
  init(from x: UniformQuantization, to y: UniformQuantization, of type: ElementType) {
    self.init()
    let factor = FixedPointMultiplier(Double(x.scale / y.scale))
    (mantissa, shift) = (factor.mantissa, factor.shift)
    x_offset = -x.zeroPoint
    y_offset = y.zeroPoint
    (low, high) = (type.integerRange!.lowerBound, type.integerRange!.upperBound)
    negative_sign = 1
  }
}

extension OperandRules {
  /// One activation of some types that gives one of those types.
  @inline(never)
  package static func unary(
    _ types: ElementTypeSet, scales: ScaleRule = .free
  ) -> OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, types)],
      outputs: [OperandRule("output", .activation, types)], scales: scales,
      widens: types.intersection(.halves))
  }
}
