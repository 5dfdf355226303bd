// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The exponential function.
///
/// `y = eˣ`
///
/// | operand  | type                         | shape      | quantization |
/// |----------|------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, int16 | any        | per tensor   |
/// | `output` | as `input`                   | as `input` | per tensor   |
///
/// Quantized results are tables of the single-precision function, bit-exact with TensorFlow
/// Lite's reference.
///
/// Constraints:
/// - C1: `input` and `output` have one type; int16 has zero points of 0.
///
/// Source: TensorFlow Lite operator EXP.
package struct Exp: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.exp

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .int16], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let function = TabulatedFunction<Float> { Float(Elementary.exp(Double($0))) }
    let kernel: UnaryKernel
    switch output.type {
    case .float32: kernel = UnaryKernel("f32_exp", f32_exp)
    case .int16: kernel = try .interpolatedTable(input, output, function)
    default: kernel = try .realTable(input, output, function)
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
