// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The logistic function.
///
/// `y = 1 / (1 + e⁻ˣ)`
///
/// | operand  | type                                | shape      | quantization                                |
/// |----------|-------------------------------------|------------|---------------------------------------------|
/// | `input`  | float32, halves, int8, uint8, int16 | any        | per tensor                                  |
/// | `output` | as `input`                          | as `input` | scale 1/256, int16 1/32768 and zero point 0 |
///
/// 8-bit results are a table of the single-precision function, int16 interpolates the reference's
/// table; both are bit-exact with TensorFlow Lite's reference.
///
/// Constraints:
/// - C1: `input` and `output` have one type.
/// - C2: `output` has the scale of the table above.
///
/// Source: TensorFlow Lite operator LOGISTIC; 8-bit quantization specification.
package struct Logistic: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.logistic

  package init() {}

  package var operandRules: OperandRules {
    .unary(
      [.floats, .int8, .uint8, .int16],
      scales: .fixedOutput(scale: 1 / 256, zeroPoint: -128))
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    switch output.type {
    case .float32: kernel = .selected(LINNET_F32_LOGISTIC)
    case .int16:
      try output.requireScale(1 / 32768)  // C2
      kernel = UnaryKernel(
        "s16_logistic", s16_logistic,
        SigmoidTable.parameters(try input.uniformQuantization("input"), allowedShifts: 0...0))
    default:
      try output.requireScale(1 / 256)  // C2
      kernel = try .realTable(
        input, output, TabulatedFunction { 1 / (1 + Float(Elementary.exp(Double(-$0)))) })
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}

extension Operand {
  /// - Throws: if the operand's scale is not `scale`.
  func requireScale(_ scale: Float) throws(OperatorError) {
    let found = try uniformQuantization("output").scale
    guard found == scale else {
      throw OperatorError("the output's scale is \(found), must be \(scale)")
    }
  }
}
