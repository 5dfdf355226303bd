// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Hyperbolic tangent.
///
/// `y = (e²ˣ − 1) / (e²ˣ + 1)`
///
/// | operand  | type                                | shape      | quantization                       |
/// |----------|-------------------------------------|------------|------------------------------------|
/// | `input`  | float32, halves, int8, uint8, int16 | any        | per tensor                         |
/// | `output` | as `input`                          | as `input` | int16: scale 1/32768, zero point 0 |
///
/// 8-bit results are a table of the single-precision function, int16 interpolates the reference's
/// table of the logistic function; both are bit-exact with TensorFlow Lite's reference.
///
/// Constraints:
/// - C1: `input` and `output` have one type.
/// - C2: an int16 `output` has scale 1/32768.
///
/// Source: TensorFlow Lite operator TANH; 8-bit quantization specification.
package struct Tanh: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.tanh

  package init() {}

  package var operandRules: OperandRules {
    .unary(
      [.floats, .int8, .uint8, .int16],
      scales: .fixedOutput(scale: 1 / 128, zeroPoint: 0))
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    switch output.type {
    case .float32: kernel = UnaryKernel("f32_tanh", f32_tanh)
    case .int16:
      try output.requireScale(1 / 32768)  // C2
      kernel = UnaryKernel(
        "s16_tanh", s16_tanh,
        SigmoidTable.parameters(try input.uniformQuantization("input"), allowedShifts: 0...1))
    default:
      kernel = try .realTable(
        input, output, TabulatedFunction { Float(Elementary.tanh(Double($0))) })
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
