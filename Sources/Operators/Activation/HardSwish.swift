// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Swish with a piecewise linear gate.
///
/// `y = x · min(max(x + 3, 0), 6) / 6`
///
/// | operand  | type                         | shape      | quantization |
/// |----------|------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, uint8 | any        | per tensor   |
/// | `output` | as `input`                   | as `input` | per tensor   |
///
/// 8-bit results are tables of the reference's 16-bit fixed-point arithmetic, bit-exact with
/// TensorFlow Lite.
///
/// Constraints:
/// - C1: `input` and `output` have one type.
/// - C2: The input's scale is less than 128 times the output's.
///
/// Source: TensorFlow Lite operator HARD_SWISH; Howard et al., Searching for MobileNetV3.
package struct HardSwish: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.hardSwish

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .uint8])
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    let kernel: UnaryKernel
    if output.type == .float32 {
      kernel = UnaryKernel("f32_hard_swish", f32_hard_swish)
    } else {
      let gate = try QuantizedGate(
        try input.uniformQuantization("input"), try output.uniformQuantization("output"))
      kernel = try .table(output.type) { (x: Int32) throws(OperatorError) in gate.value(x) }
    }
    return kernel.evaluation(input, output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}

/// HARD_SWISH of 8-bit integers in 16-bit fixed point.
///
/// The input is enlarged by 7 bits. One product brings it to the output's scale, another to 3/32768,
/// where saturation is the gate's; the gate, shifted to [0, 1], multiplies the first product.
private struct QuantizedGate {
  private let x: UniformQuantization
  private let y: UniformQuantization
  private let output: (mantissa: Int16, shift: Int32)
  private let gate: (mantissa: Int16, shift: Int32)

  init(_ x: UniformQuantization, _ y: UniformQuantization) throws(OperatorError) {
    self.x = x
    self.y = y
    let enlarged = (Float(1) / 128) * x.scale
    output = Self.narrowed(FixedPointMultiplier(Double(enlarged / y.scale)))
    gate = Self.narrowed(FixedPointMultiplier(Double(enlarged / (Float(3) / 32768))))
    guard output.shift <= 0 else {  // C2
      throw OperatorError(
        "the input's scale \(x.scale) must be less than 128 times the output's \(y.scale)")
    }
  }

  private static func narrowed(_ factor: FixedPointMultiplier) -> (mantissa: Int16, shift: Int32) {
    let limit = Int32.max - (1 << 15)
    let mantissa = factor.mantissa >= limit ? 32767 : (factor.mantissa + (1 << 15)) >> 16
    return (Int16(mantissa), factor.shift)
  }

  func value(_ element: Int32) -> Int32 {
    let enlarged = Int16(truncatingIfNeeded: (element - x.zeroPoint) * 128)
    let scaled = Self.highProduct(enlarged, output.mantissa, rounds: true)
    var open = enlarged
    if gate.shift > 0 { open = Self.shiftedLeft(open, gate.shift - 1) }
    open = Self.highProduct(open, gate.mantissa, rounds: true)
    if gate.shift > 0 { open = Self.shiftedLeft(open, 1) }
    if gate.shift < 0 {
      open = Int16(roundingDivideByPowerOfTwo(Int32(open), exponent: min(-gate.shift, 31)))
    }
    let share = Int16((Int32(open) + (1 << 15)) >> 1)
    let product = Self.highProduct(share, scaled, rounds: false)
    return roundingDivideByPowerOfTwo(Int32(product), exponent: min(-output.shift, 31))
      + y.zeroPoint
  }

  /// `a · b / 2¹⁵`, rounded half up or cut off toward 0, saturated.
  private static func highProduct(_ a: Int16, _ b: Int16, rounds: Bool) -> Int16 {
    let product = Int32(a) * Int32(b)
    return Int16(clamping: rounds ? (product + (1 << 14)) >> 15 : product / (1 << 15))
  }

  private static func shiftedLeft(_ value: Int16, _ amount: Int32) -> Int16 {
    Int16(clamping: Int64(value) << Int64(min(amount, 31)))
  }
}
