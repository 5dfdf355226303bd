// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Exponential linear unit.
///
/// `y = x for x ≥ 0, eˣ − 1 below`
///
/// | operand  | type                  | shape      | quantization |
/// |----------|-----------------------|------------|--------------|
/// | `input`  | float32, halves, int8 | any        | per tensor   |
/// | `output` | as `input`            | as `input` | per tensor   |
///
/// Quantized results are tables of the single-precision function, bit-exact with TensorFlow
/// Lite's reference.
///
/// Constraints:
/// - C1: `input` and `output` have one type.
///
/// Source: TensorFlow Lite operator ELU.
package struct Elu: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.elu

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .int8])
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    switch output.type {
    case .float32: kernel = UnaryKernel("f32_elu", f32_elu)
    default:
      kernel = try .realTable(
        input, output, TabulatedFunction { $0 < 0 ? Float(Elementary.expm1(Double($0))) : $0 })
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
