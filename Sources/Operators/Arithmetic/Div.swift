// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Quotient of two tensors, with a fused activation.
///
/// `y = activation(a / b)`
///
/// | operand  | type                                       | shape                   | quantization |
/// |----------|--------------------------------------------|-------------------------|--------------|
/// | `a`, `b` | float32, halves, int32, int8, uint8, int16 | broadcast to each other | per tensor   |
/// | `output` | as `a`                                     | the broadcast shape     | per tensor   |
///
/// Quantized quotients are bit-exact with TensorFlow Lite's reference: the divisor's reciprocal
/// is found by Newton's iteration in fixed point. int32 quotients are cut off toward 0. float32
/// follows IEEE 754.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type.
/// - C3: No integer divisor is its zero point (checked while running).
///
/// Source: TensorFlow Lite operator DIV.
package struct Div: ActivatedOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.div

  package var activation: FusedActivation

  package init(activation: FusedActivation = .none) {
    self.activation = activation
  }

  package var operandRules: OperandRules {
    .binary([.floats, .int32, .int8, .uint8, .int16], scales: .unquantized)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(activation: try FusedActivation(DivOptionsView(options).fusedActivationFunction))
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    let (a, b, output) = (context.input(0), context.input(1), context.output)
    let evaluation = try kernel(context).evaluation(a, b, output, in: &context)
    let zero = b.quantization?.zeroPoints.first ?? 0
    return evaluation.refusingZeroDivisors(b, zero: zero)  // C3
  }

  private func kernel(_ context: PrepareContext) throws(OperatorError) -> BinaryKernel {
    switch context.output.type {
    case .float32: return .limitedFloat("f32_div", f32_div, activation)
    case .int32: return .limitedInt32("s32_div", s32_div, activation)
    default: break
    }
    let quantized = try QuantizedBinary(context, names: ("a", "b"), activation: activation)
    var values = quantized.parameters
    let factor = FixedPointMultiplier(
      Double(quantized.a.scale / (quantized.b.scale * quantized.y.scale)))
    (values.y_mantissa, values.y_shift) = (factor.mantissa, factor.shift)
    let parameters = PreparedBuffer(values)
    return switch context.output.type {
    case .int8: BinaryKernel("s8_div", s8_div, parameters)
    case .uint8: BinaryKernel("u8_div", u8_div, parameters)
    default: BinaryKernel("s16_div", s16_div, parameters)
    }
  }

  package var asOperator: Operator { .div(self) }
}
