// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Exponentials along the last axis over their sum.
///
/// `y[…, i] = e^(β · x[…, i]) / Σⱼ e^(β · x[…, j])`
///
/// | operand  | type                                 | shape          | quantization                                                |
/// |----------|--------------------------------------|----------------|-------------------------------------------------------------|
/// | `input`  | float32, halves, int8, uint8, int16  | rank 1 or more | per tensor                                                  |
/// | `output` | as `input`; int16 for int8 and uint8 | as `input`     | int8 1/256 and −128, uint8 1/256 and 0, int16 1/32768 and 0 |
///
/// 8-bit results are bit-exact with TensorFlow Lite's reference: the fixed-point exponentials of the
/// 256 possible differences to the largest element are tabulated. int16 interpolates the
/// reference's tables of the exponential and the reciprocal. int16 from 8 bits are steps of 1/65536
/// from −32768, as in the reference, whatever scale `output` names.
///
/// Constraints:
/// - C1: `input` has at least one axis.
/// - C2: `output` has the type of `input`, or is int16 where `input` has 8 bits.
/// - C3: int8 from int8 and int16 from int16 have the scale (to a thousandth) and zero point of the
///   table.
/// - C4: of 8-bit `input`, β is a number and not negative.
///
/// Source: TensorFlow Lite operator SOFTMAX; 8-bit quantization specification.
package struct Softmax: LiteOperator {
  package static let builtin = BuiltinOperator.softmax

  package var beta: Float

  package init(beta: Float = 1) {
    self.beta = beta
  }

  package var operandRules: OperandRules {
    .unary(
      [.floats, .int8, .uint8, .int16],
      scales: .fixedOutput(scale: 1 / 256, zeroPoint: -128))
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(beta: try SoftmaxOptionsView(options).beta)
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
    let (input, output) = (context.input(0), context.output)
    let kernel: RowKernel
    switch (input.type, output.type) {
    case (.float32, .float32): kernel = RowKernel("f32_softmax", f32_softmax, PreparedBuffer(beta))
    case (.int8, .int8):
      kernel = RowKernel("s8_softmax", s8_softmax, try exponentials(input, output))
    case (.uint8, .uint8):
      kernel = RowKernel("u8_softmax", u8_softmax, try exponentials(input, output))
    case (.int8, .int16):
      kernel = RowKernel("s8_softmax_to_s16", s8_softmax_to_s16, try exponentials(input, output))
    case (.uint8, .int16):
      kernel = RowKernel("u8_softmax_to_s16", u8_softmax_to_s16, try exponentials(input, output))
    case (.int16, .int16):
      kernel = RowKernel("s16_softmax", s16_softmax, try interpolation(input, output))
    default:  // C2
      throw OperatorError("\(input.type.name) gives no \(output.type.name)")
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  private func exponentials(
    _ input: Operand, _ output: Operand
  ) throws(OperatorError) -> PreparedBuffer {
    if input.type == .int8, output.type == .int8 {
      try require(output, scale: 1 / 256, zeroPoint: -128)  // C3
    }
    let scale = try input.uniformQuantization("input").scale
    return try ScaledExponentials(scale: Double(scale), beta: Double(beta)).tables()  // C4
  }

  private func interpolation(
    _ input: Operand, _ output: Operand
  ) throws(OperatorError) -> PreparedBuffer {
    try require(output, scale: 1 / 32768, zeroPoint: 0)  // C3
    let scale = try input.uniformQuantization("input").scale
    let factor = FixedPointMultiplier(Double(scale * beta) / (10 / 65535))
    let buffer = PreparedBuffer(byteCount: MemoryLayout<linnet_s16_softmax>.size)
    let parameters = buffer.elements(as: linnet_s16_softmax.self)
    (parameters.pointee.mantissa, parameters.pointee.shift) = (factor.mantissa, factor.shift)
    withUnsafeMutableBytes(of: &parameters.pointee.exponential) {
      fillInterpolatedTable(
        $0.bindMemory(to: Int16.self).baseAddress!, inputScale: 10 / 65535, inputZeroPoint: 32767,
        outputScale: 2 / 65535, TabulatedFunction(Elementary.exp))
    }
    withUnsafeMutableBytes(of: &parameters.pointee.reciprocal) {
      fillInterpolatedTable(
        $0.bindMemory(to: Int16.self).baseAddress!, inputScale: 1 / 65535, inputZeroPoint: -32768,
        outputScale: 2 / 65535, TabulatedFunction { (value: Double) in 1 / (1 + value) })
    }
    return buffer
  }

  private func require(
    _ output: Operand, scale: Float, zeroPoint: Int32
  ) throws(OperatorError) {
    let found = try output.uniformQuantization("output")
    guard abs(found.scale - scale) <= scale / 1000, found.zeroPoint == zeroPoint else {
      throw OperatorError(
        "output has scale \(found.scale) and zero point \(found.zeroPoint), must have \(scale) "
          + "and \(zeroPoint)")
    }
  }
}

/// The multiplier by which SOFTMAX and LOG_SOFTMAX scale differences of 8-bit integers, with five
/// bits before the point.
struct ScaledExponentials {
  let factor: FixedPointMultiplier
  /// The largest difference that does not overflow.
  let last: Int32

  /// Scales below 1/67108864, for which the reference has no multiplier, count as that: all
  /// exponentials are 1 then.
  /// - Throws: if β is negative or not a number.
  init(scale: Double, beta: Double) throws(OperatorError) {
    guard beta >= 0 else { throw OperatorError("β is \(beta), must not be negative") }
    let real = min(beta * scale * 67_108_864, 2_147_483_647)
    factor = FixedPointMultiplier(max(real, 1))
    let reach = Double(31) * 67_108_864 / Double(Int64(1) << Int64(factor.shift))
    last = Int32(min(reach.rounded(.down), 255))
  }

  func tables() -> PreparedBuffer {
    let buffer = PreparedBuffer(byteCount: MemoryLayout<linnet_x8_exponentials>.size)
    linnet_fill_exponentials(buffer.elements(), factor.mantissa, factor.shift, last)
    return buffer
  }
}
