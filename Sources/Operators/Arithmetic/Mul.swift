// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Product of two tensors element by element, with a fused activation.
///
/// `y = activation(a · b)`; quantized `y = clamp(y₀ + M · ((a − a₀) · (b − b₀)))` with
/// `M = a scale · b scale / y scale`.
///
/// | operand  | type                                                      | shape                   | quantization |
/// |----------|-----------------------------------------------------------|-------------------------|--------------|
/// | `a`, `b` | float32, halves, complex64, int32, uint32, int64, int8, uint8, int16 | broadcast to each other | per tensor   |
/// | `output` | as `a`; int8 or uint8 for quantized int16                 | the broadcast shape     | per tensor   |
///
/// Quantized products are bit-exact with TensorFlow Lite's reference, rounded twice; `M` is computed
/// in single precision as there. Plain integers wrap.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: `a` and `b` have one type, and `output` too but for quantized int16.
/// - C3: uint32 and complex64 have no activation.
///
/// Source: TensorFlow Lite operator MUL; 8-bit quantization specification.
package struct Mul: ActivatedOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.mul

  package var activation: FusedActivation

  package init(activation: FusedActivation = .none) {
    self.activation = activation
  }

  package var operandRules: OperandRules {
    .binary([.floats, .complex64, .int32, .uint32, .int64, .int8, .uint8, .int16])
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(activation: try FusedActivation(MulOptionsView(options).fusedActivationFunction))
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (a, b, output) = (context.input(0), context.input(1), context.output)
    let isMixed =
      a.type == .int16 && b.type == .int16 && (output.type == .int8 || output.type == .uint8)
    if !isMixed { try context.requireOneType(0, 1) }  // C2
    return try kernel(context, isMixed: isMixed).evaluation(a, b, output, in: &context)
  }

  private func kernel(
    _ context: PrepareContext, isMixed: Bool
  ) throws(OperatorError) -> BinaryKernel {
    switch context.output.type {
    case .float32: return .limitedFloat("f32_mul", f32_mul, activation)
    case .int32: return .limitedInt32("s32_mul", s32_mul, activation)
    case .int64: return .limitedInt64("s64_mul", s64_mul, activation)
    case .uint32, .complex64:
      let type = context.output.type
      guard activation == .none else {
        throw OperatorError("\(type.name) takes no activation")  // C3
      }
      return type == .uint32
        ? BinaryKernel("u32_mul", u32_mul) : BinaryKernel("c64_mul", c64_mul)
    case .int16 where context.output.quantization == nil:
      return .limitedInt16("s16_mul_plain", s16_mul_plain, activation)
    default: return try quantizedKernel(context, isMixed: isMixed)
    }
  }

  private func quantizedKernel(
    _ context: PrepareContext, isMixed: Bool
  ) throws(OperatorError) -> BinaryKernel {
    let quantized = try QuantizedBinary(context, names: ("a", "b"), activation: activation)
    var values = quantized.parameters
    let factor = FixedPointMultiplier(
      Double(quantized.a.scale * quantized.b.scale / quantized.y.scale))
    (values.y_mantissa, values.y_shift) = (factor.mantissa, factor.shift)
    let parameters = PreparedBuffer(values)
    return switch (context.output.type, isMixed) {
    case (.int8, false): .selected(LINNET_S8_MUL, parameters)
    case (.uint8, false): BinaryKernel("u8_mul", u8_mul, parameters)
    case (.int8, true): BinaryKernel("s16_mul_s8", s16_mul_s8, parameters)
    case (.uint8, true): BinaryKernel("s16_mul_u8", s16_mul_u8, parameters)
    default: BinaryKernel("s16_mul", s16_mul, parameters)
    }
  }

  package var overwritableInputs: [Int] { [0, 1] }

  package var mapsElements: Bool { true }

  package var asOperator: Operator { .mul(self) }
}
