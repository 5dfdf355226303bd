// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The reciprocal of the square root.
///
/// `y = 1 / √x`
///
/// | operand  | type                         | shape      | quantization |
/// |----------|------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, int16 | any        | per tensor   |
/// | `output` | as `input`                   | as `input` | per tensor   |
///
/// Quantized results are bit-exact with TensorFlow Lite's reference: int8 by Newton's iteration
/// in fixed point, int16 by a table of the single-precision function. 0 gives the largest value.
///
/// Constraints:
/// - C1: `input` and `output` have one type; int16 has zero points of 0.
/// - C2: No quantized element stands for a negative number (checked while running).
///
/// Source: TensorFlow Lite operator RSQRT.
package struct Rsqrt: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.rsqrt

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .int16], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let threads = context.threadCount
    let message = "the root of a negative number"
    switch output.type {
    case .float32:
      return UnaryKernel("f32_rsqrt", f32_rsqrt).evaluation(input, output, threadCount: threads)
    case .int16:
      let scale = try output.uniformQuantization("output").scale
      let table = try UnaryKernel.interpolatedTable(
        input, output, TabulatedFunction { $0 <= 0 ? 32767 * scale : 1 / $0.squareRoot() })
      return table.evaluation(input, output, threadCount: threads)
        .refusing(input, as: Int16.self, message) { $0 < 0 }  // C2
    default:
      let x = try input.uniformQuantization("input")
      let table = try byteTable(x, try output.uniformQuantization("output"))
      return table.evaluation(input, output, threadCount: threads)
        .refusing(input, as: Int8.self, message) { Int32($0) < x.zeroPoint }  // C2
    }
  }

  /// The reference's arithmetic: `1 / √(x − x₀)` with 20 bits after the point, times
  /// `1 / (√(x scale) · y scale)`, the first root in single precision.
  private func byteTable(
    _ x: UniformQuantization, _ y: UniformQuantization
  ) throws(OperatorError) -> UnaryKernel {
    let factor = FixedPointMultiplier(1 / Double(x.scale.squareRoot() * y.scale))
    return try .table(.int8) { (element: Int32) throws(OperatorError) in
      let value = element - x.zeroPoint
      guard value > 0 else { return 127 }
      var (mantissa, shift): (Int32, Int32) = (0, 0)
      linnet_inverse_square_root(value, &mantissa, &shift)
      let inverse = FixedPointMultiplier(mantissa: mantissa, shift: shift + 20).apply(to: 1)
      let scaled = FixedPointMultiplier(mantissa: factor.mantissa, shift: factor.shift - 20)
      return scaled.apply(to: inverse) &+ y.zeroPoint
    }
  }

  package var overwritableInputs: [Int] { [0] }
}
