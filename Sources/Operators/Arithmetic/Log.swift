// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The natural logarithm.
///
/// `y = ln x`
///
/// | operand  | type                         | shape      | quantization |
/// |----------|------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, int16 | any        | per tensor   |
/// | `output` | as `input`                   | as `input` | per tensor   |
///
/// Quantized results are tables of the single-precision function, bit-exact with TensorFlow
/// Lite's reference; elements that stand for 0 or less give the least value.
///
/// Constraints:
/// - C1: `input` and `output` have one type; int16 has zero points of 0.
///
/// Source: TensorFlow Lite operator LOG.
package struct Log: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.log

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .int16], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    if output.type == .float32 {
      kernel = UnaryKernel("f32_log", f32_log)
    } else {
      let y = try output.uniformQuantization("output")
      let least = Float(output.type.integerRange!.lowerBound - y.zeroPoint) * y.scale
      let function = TabulatedFunction { (x: Float) in
        x <= 0 ? least : Float(Elementary.log(Double(x)))
      }
      kernel =
        output.type == .int16
        ? try .interpolatedTable(input, output, function)
        : try .realTable(input, output, function)
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
