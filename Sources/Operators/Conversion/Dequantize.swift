// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Quantized integers, or half-precision numbers, as float32.
///
/// `y = (x − x₀) · x scale`
///
/// | operand  | type                                           | shape      | quantization                            |
/// |----------|------------------------------------------------|------------|-----------------------------------------|
/// | `input`  | int8, uint8, int16, int4, uint4, int2, float16 | any        | per tensor or per channel; float16 none |
/// | `output` | float32                                        | as `input` | none                                    |
///
/// Exact but for the one rounding of the product.
///
/// Constraints:
/// - C1: Scales and zero points are a ``CheckedQuantization``: a constant's dead channels are 0.
///
/// Source: TensorFlow Lite operator DEQUANTIZE.
package struct Dequantize: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.dequantize

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule(
          "input", .activation, [.int8, .uint8, .int16, .int4, .uint4, .int2, .float16])
      ], outputs: [OperandRule("output", .activation, .float32)], scales: .free)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [.float32]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    if input.type == .float16 {
      return UnaryKernel("f16_dequantize", f16_dequantize).evaluation(
        input, output, threadCount: context.threadCount)
    }
    let channels = try ChannelScales(input, "input")  // C1
    let kernel =
      switch input.type {
      case .int8: channels.kernel("s8_dequantize", s8_dequantize)
      case .uint8: channels.kernel("u8_dequantize", u8_dequantize)
      case .int16: channels.kernel("s16_dequantize", s16_dequantize)
      case .uint4: channels.kernel("u4_dequantize", u4_dequantize)
      case .int4: channels.kernel("s4_dequantize", s4_dequantize)
      default: channels.kernel("s2_dequantize", s2_dequantize)
      }
    return kernel.evaluation(
      input, output, threadCount: context.threadCount)
  }
}
