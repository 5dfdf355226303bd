// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The magnitude.
///
/// `y = |x|`
///
/// | operand  | type                                | shape      | quantization |
/// |----------|-------------------------------------|------------|--------------|
/// | `input`  | float32, halves, int32, int8, int16 | any        | per tensor   |
/// | `output` | as `input`                          | as `input` | per tensor   |
///
/// int8 and quantized int16 are rescaled where the scales differ, bit-exact with TensorFlow
/// Lite's reference. int32 and int16 without quantization wrap.
///
/// Constraints:
/// - C1: `input` and `output` have one type; int16 has zero points of 0.
///
/// Source: TensorFlow Lite operator ABS.
package struct Abs: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.abs

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .int32, .int8, .int16])
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    switch output.type {
    case .float32: kernel = UnaryKernel("f32_abs", f32_abs)
    case .int32: kernel = UnaryKernel("s32_abs", s32_abs)
    case .int16 where input.quantization == nil: kernel = UnaryKernel("s16_abs", s16_abs)
    case .int16:
      kernel = UnaryKernel(
        "s16_rescale_abs", s16_rescale_abs, PreparedBuffer(try rescaling(input, output)))
    default:
      let rescaling = try rescaling(input, output)
      kernel = try .table(.int8) { (x: Int32) throws(OperatorError) in
        let magnitude = abs(x + rescaling.x_offset)
        let factor = FixedPointMultiplier(mantissa: rescaling.mantissa, shift: rescaling.shift)
        let scaled = rescaling.mantissa == 0 ? magnitude : factor.apply(to: magnitude)
        return scaled &+ rescaling.y_offset
      }
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  /// The rescaling from input to output; a mantissa of 0 where the scales are equal.
  private func rescaling(
    _ input: Operand, _ output: Operand
  ) throws(OperatorError) -> linnet_rescaling {
    let x = try input.uniformQuantization("input")
    let y = try output.uniformQuantization("output")
    var rescaling = linnet_rescaling(from: x, to: y, of: output.type)
    if x.scale == y.scale { rescaling.mantissa = 0 }
    return rescaling
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
