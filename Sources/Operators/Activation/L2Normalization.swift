// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Rows along the last axis divided by their length.
///
/// `y[…, i] = x[…, i] / √Σⱼ x[…, j]²`
///
/// | operand  | type                         | shape          | quantization                           |
/// |----------|------------------------------|----------------|----------------------------------------|
/// | `input`  | float32, halves, int8, uint8 | rank 1 or more | per tensor                             |
/// | `output` | as `input`                   | as `input`     | scale 1/128, zero point 0 (uint8: 128) |
///
/// Lengths under 10⁻⁶ count as that. 8-bit results are bit-exact with TensorFlow Lite's
/// reference, the length's reciprocal by Newton's iteration in fixed point.
///
/// Constraints:
/// - C1: `input` has at least one axis.
/// - C2: `input` and `output` have one type.
/// - C3: An 8-bit `output` has the scale and zero point of the table.
/// - C4: There is no fused activation.
///
/// Source: TensorFlow Lite operator L2_NORMALIZATION; 8-bit quantization specification.
package struct L2Normalization: LiteOperator {
  package static let builtin = BuiltinOperator.l2Normalization

  package init() {}

  package var operandRules: OperandRules {
    .unary(
      [.floats, .int8, .uint8],
      scales: .fixedOutput(scale: 1 / 128, zeroPoint: 0))
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let activation = try L2NormOptionsView(options).fusedActivationFunction
    guard activation == .none else {  // C4
      throw FormatError("a fused activation is not supported, allowed: NONE")
    }
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    guard inputs[0]!.shape.rank > 0 else {  // C1
      throw OperatorError("input is a scalar, must have at least one axis")
    }
    return [inputs[0]!.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C2
    let (input, output) = (context.input(0), context.output)
    let kernel: RowKernel
    if output.type == .float32 {
      kernel = RowKernel("f32_l2_normalize", f32_l2_normalize)
    } else {
      let found = try output.uniformQuantization("output")
      let zeroPoint: Int32 = output.type == .int8 ? 0 : 128
      guard found.scale == 1 / 128, found.zeroPoint == zeroPoint else {  // C3
        throw OperatorError(
          "output has scale \(found.scale) and zero point \(found.zeroPoint), must have 0.0078125 "
            + "and \(zeroPoint)")
      }
      let parameter = PreparedBuffer(try input.uniformQuantization("input").zeroPoint)
      kernel =
        output.type == .int8
        ? RowKernel("s8_l2_normalize", s8_l2_normalize, parameter)
        : RowKernel("u8_l2_normalize", u8_l2_normalize, parameter)
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }
}
