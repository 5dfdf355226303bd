// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Logarithms of the softmax along the last axis.
///
/// `y[…, i] = x[…, i] − ln Σⱼ e^x[…, j]`
///
/// | operand  | type                         | shape          | quantization                              |
/// |----------|------------------------------|----------------|-------------------------------------------|
/// | `input`  | float32, halves, int8, uint8 | rank 1 or more | per tensor                                |
/// | `output` | as `input`                   | as `input`     | scale 16/256, zero point 127 (uint8: 255) |
///
/// 8-bit results are bit-exact with TensorFlow Lite's reference, exponentials and logarithm in
/// fixed point.
///
/// Constraints:
/// - C1: `input` has at least one axis.
/// - C2: `input` and `output` have one type.
/// - C3: An 8-bit `output` has the scale and zero point of the table.
///
/// Source: TensorFlow Lite operator LOG_SOFTMAX; 8-bit quantization specification.
package struct LogSoftmax: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.logSoftmax

  package init() {}

  package var operandRules: OperandRules {
    .unary(
      [.floats, .int8, .uint8],
      scales: .fixedOutput(scale: 16 / 256, zeroPoint: 127))
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
    switch output.type {
    case .float32: kernel = RowKernel("f32_log_softmax", f32_log_softmax)
    case .int8: kernel = RowKernel("s8_log_softmax", s8_log_softmax, try tables(input, output))
    default: kernel = RowKernel("u8_log_softmax", u8_log_softmax, try tables(input, output))
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  private func tables(
    _ input: Operand, _ output: Operand
  ) throws(OperatorError) -> PreparedBuffer {
    let found = try output.uniformQuantization("output")
    let zeroPoint: Int32 = output.type == .int8 ? 127 : 255
    guard found.scale == 16 / 256, found.zeroPoint == zeroPoint else {  // C3
      throw OperatorError(
        "output has scale \(found.scale) and zero point \(found.zeroPoint), must have 0.0625 and "
          + "\(zeroPoint)")
    }
    let scale = try input.uniformQuantization("input").scale
    let exponentials = try ScaledExponentials(scale: Double(scale), beta: 1)
    let factor = exponentials.factor
    let reverse = FixedPointMultiplier(
      Double(Int64(1) << Int64(31 - factor.shift)) / Double(factor.mantissa))
    let buffer = exponentials.tables()
    let tables = buffer.elements(as: linnet_x8_exponentials.self)
    (tables.pointee.reverse_mantissa, tables.pointee.reverse_shift) =
      (reverse.mantissa, reverse.shift)
    return buffer
  }
}
