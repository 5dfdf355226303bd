// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Gaussian error linear unit.
///
/// `y = x · Φ(x)`
///
/// | operand  | type                                | shape      | quantization |
/// |----------|-------------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, uint8, int16 | any        | per tensor   |
/// | `output` | as `input`                          | as `input` | per tensor   |
///
/// `Φ(x) = (1 + erf(x / √2)) / 2`; approximately `(1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2`.
/// Quantized results are tables of the single-precision function, bit-exact with TensorFlow
/// Lite's reference.
///
/// Constraints:
/// - C1: `input` and `output` have one type; int16 has zero points of 0.
///
/// Source: TensorFlow Lite operator GELU.
package struct Gelu: SameShapeOperator {
  package static let builtin = BuiltinOperator.gelu

  /// Whether the hyperbolic tangent stands in for the error function.
  package var isApproximate: Bool

  package init(isApproximate: Bool = false) {
    self.isApproximate = isApproximate
  }

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .uint8, .int16])
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(isApproximate: try GeluOptionsView(options).approximate)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    switch output.type {
    case .float32:
      kernel =
        isApproximate
        ? UnaryKernel("f32_gelu_tanh", f32_gelu_tanh) : UnaryKernel("f32_gelu", f32_gelu)
    case .int16: kernel = try .interpolatedTable(input, output, TabulatedFunction(function))
    default: kernel = try .realTable(input, output, TabulatedFunction(function))
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  /// The function in the reference's order of single-precision operations; the error function's
  /// complement and the tangent are rounded from double.
  private func function(_ x: Float) -> Float {
    if isApproximate {
      let angle = Float(0.7978845608028654) * (x + 0.044715 * x * x * x)
      return 0.5 * x * (1 + Float(Elementary.tanh(Double(angle))))
    }
    return 0.5 * x * Float(Elementary.erfc(Double(x * Float(-0.7071067811865476))))
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
