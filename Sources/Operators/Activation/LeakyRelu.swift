// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Linear unit with a small slope below 0.
///
/// `y = x for x > 0, α · x below`
///
/// | operand  | type                                | shape      | quantization |
/// |----------|-------------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, uint8, int16 | any        | per tensor   |
/// | `output` | as `input`                          | as `input` | per tensor   |
///
/// Quantized results are bit-exact with TensorFlow Lite's reference: one multiplier above the
/// zero point, another below it.
///
/// Constraints:
/// - C1: `input` and `output` have one type; int16 has zero points of 0.
/// - C2: α is a finite number.
///
/// Source: TensorFlow Lite operator LEAKY_RELU.
package struct LeakyRelu: SameShapeOperator {
  package static let builtin = BuiltinOperator.leakyRelu

  /// The slope below 0.
  package var alpha: Float

  package init(alpha: Float) {
    self.alpha = alpha
  }

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .uint8, .int16])
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(alpha: try LeakyReluOptionsView(options).alpha)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    guard alpha.isFinite else { throw OperatorError("alpha is \(alpha), must be finite") }  // C2
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    switch output.type {
    case .float32: kernel = UnaryKernel("f32_leaky_relu", f32_leaky_relu, PreparedBuffer(alpha))
    case .int16:
      kernel = UnaryKernel(
        "s16_rescale_slopes", s16_rescale_slopes, PreparedBuffer(try slopes(input, output)))
    default:
      let slopes = try slopes(input, output)
      kernel = try .table(output.type) { (element: Int32) throws(OperatorError) in
        let x = element + slopes.x_offset
        let above = FixedPointMultiplier(mantissa: slopes.mantissa, shift: slopes.shift)
        let below = FixedPointMultiplier(
          mantissa: slopes.negative_mantissa, shift: slopes.negative_shift)
        let y = x >= 0 ? above.apply(to: x) : slopes.negative_sign &* below.apply(to: x)
        return y &+ slopes.y_offset
      }
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  private func slopes(
    _ input: Operand, _ output: Operand
  ) throws(OperatorError) -> linnet_rescaling {
    let x = try input.uniformQuantization("input")
    let y = try output.uniformQuantization("output")
    var slopes = linnet_rescaling(from: x, to: y, of: output.type)
    let below = FixedPointMultiplier(abs(Double(x.scale * alpha / y.scale)))
    (slopes.negative_mantissa, slopes.negative_shift) = (below.mantissa, below.shift)
    slopes.negative_sign = alpha < 0 ? -1 : 1
    return slopes
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
