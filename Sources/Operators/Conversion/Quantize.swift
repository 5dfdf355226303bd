// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Real numbers as quantized integers, or quantized integers at another scale.
///
/// `y = clamp(round(x / y scale) + y₀), or y = clamp(y₀ + M · (x − x₀))`
///
/// | operand  | type                                   | shape      | quantization                            |
/// |----------|----------------------------------------|------------|-----------------------------------------|
/// | `input`  | float32, int8, uint8, int16, int32     | any        | per tensor                              |
/// | `output` | int8, uint8, int16, int32, int4, uint4 | as `input` | per tensor, or per channel from float32 |
///
/// Bit-exact with TensorFlow Lite's reference: quotients of float32 in single precision, halves
/// away from zero; `M = x scale / y scale`, rounded twice. NaN gives the least value.
///
/// Constraints:
/// - C1: From float32: int8, uint8, int16, int4 or uint4. From int8 and uint8: int8, uint8 or int16. From
///   int16: int8, int16 or int32. From int32: int8 or int16.
/// - C2: From integers: both have one scale, and int16 a zero point of 0.
/// - C3: Channels of `output` are as many as its axis is long.
///
/// Source: TensorFlow Lite operator QUANTIZE.
package struct Quantize: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.quantize

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule(
          "input", .activation, [.float32, .int8, .uint8, .int16, .int32])
      ],
      outputs: [
        OperandRule("output", .activation, [.int8, .uint8, .int16, .int32, .int4, .uint4])
      ], scales: .free)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let kernel =
      try input.type == .float32
      ? Self.kernel(fromFloat: output) : Self.kernel(from: input, to: output)
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  package var mapsElements: Bool { true }

  private static func kernel(fromFloat output: Operand) throws(OperatorError) -> UnaryKernel {
    let channels = try ChannelScales(output, "output")  // C3
    return switch output.type {
    case .int8: channels.kernel("f32_quantize_to_s8", f32_quantize_to_s8)
    case .uint8: channels.kernel("f32_quantize_to_u8", f32_quantize_to_u8)
    case .int16: channels.kernel("f32_quantize_to_s16", f32_quantize_to_s16)
    case .int4: channels.kernel("f32_quantize_to_s4", f32_quantize_to_s4)
    case .uint4: channels.kernel("f32_quantize_to_u4", f32_quantize_to_u4)
    default: throw OperatorError("float32 gives no \(output.type.name)")  // C1
    }
  }

  private static func kernel(
    from input: Operand, to output: Operand
  ) throws(OperatorError) -> UnaryKernel {
    let x = try input.uniformQuantization("input")  // C2
    let y = try output.uniformQuantization("output")  // C2
    var rescaling = linnet_rescaling()
    let factor = FixedPointMultiplier(Double(x.scale) / Double(y.scale))
    (rescaling.mantissa, rescaling.shift) = (factor.mantissa, factor.shift)
    (rescaling.x_offset, rescaling.y_offset) = (0 &- x.zeroPoint, y.zeroPoint)
    let range = output.type.integerRange!
    (rescaling.low, rescaling.high) = (range.lowerBound, range.upperBound)
    let parameters = PreparedBuffer(rescaling)
    return switch (input.type, output.type) {
    case (.int8, .int8): UnaryKernel("s8_rescale_to_s8", s8_rescale_to_s8, parameters)
    case (.int8, .uint8): UnaryKernel("s8_rescale_to_u8", s8_rescale_to_u8, parameters)
    case (.int8, .int16): UnaryKernel("s8_rescale_to_s16", s8_rescale_to_s16, parameters)
    case (.uint8, .int8): UnaryKernel("u8_rescale_to_s8", u8_rescale_to_s8, parameters)
    case (.uint8, .uint8): UnaryKernel("u8_rescale_to_u8", u8_rescale_to_u8, parameters)
    case (.uint8, .int16): UnaryKernel("u8_rescale_to_s16", u8_rescale_to_s16, parameters)
    case (.int16, .int8): UnaryKernel("s16_rescale_to_s8", s16_rescale_to_s8, parameters)
    case (.int16, .int16): UnaryKernel("s16_rescale_to_s16", s16_rescale_to_s16, parameters)
    case (.int16, .int32): UnaryKernel("s16_rescale_to_s32", s16_rescale_to_s32, parameters)
    case (.int32, .int8): UnaryKernel("s32_rescale_to_s8", s32_rescale_to_s8, parameters)
    case (.int32, .int16): UnaryKernel("s32_rescale_to_s16", s32_rescale_to_s16, parameters)
    default:  // C1
      throw OperatorError("\(input.type.name) gives no \(output.type.name)")
    }
  }
}
