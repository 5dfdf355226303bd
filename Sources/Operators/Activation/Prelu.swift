// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Linear unit with a learned slope below 0.
///
/// `y = x for x ≥ 0, slope · x below`
///
/// | operand  | type                                | shape                 | quantization |
/// |----------|-------------------------------------|-----------------------|--------------|
/// | `input`  | float32, halves, int8, uint8, int16 | any                   | per tensor   |
/// | `slope`  | as `input`                          | broadcasts to `input` | per tensor   |
/// | `output` | as `input`                          | as `input`            | per tensor   |
///
/// Quantized results are bit-exact with TensorFlow Lite's reference, each product rounded twice.
///
/// Constraints:
/// - C1: `slope` broadcasts to the shape of `input`.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator PRELU.
package struct Prelu: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.prelu

  private static let types: ElementTypeSet = [.floats, .int8, .uint8, .int16]

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, Self.types),
        OperandRule("slope", .activation, Self.types),
      ], outputs: [OperandRule("output", .activation, Self.types)], scales: .free,
      widens: .halves)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = try broadcastShape(inputs[0]!, inputs[1]!)
    guard shape == inputs[0]!.shape else {  // C1
      throw OperatorError(
        "'slope' \(inputs[1]!.shape.description) does not broadcast to 'input' "
          + inputs[0]!.shape.description)
    }
    return [shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    return try kernel(context).evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }

  private func kernel(_ context: PrepareContext) throws(OperatorError) -> BinaryKernel {
    if context.output.type == .float32 { return BinaryKernel("f32_prelu", f32_prelu) }
    let quantized = try QuantizedBinary(
      context, names: ("input", "slope"), activation: .none)
    var values = quantized.parameters
    let (x, slope, y) = (quantized.a.scale, quantized.b.scale, quantized.y.scale)
    let above = FixedPointMultiplier(Double(x / y))
    let below = FixedPointMultiplier(Double(x * slope / y))
    (values.a_mantissa, values.a_shift) = (above.mantissa, above.shift)
    (values.b_mantissa, values.b_shift) = (below.mantissa, below.shift)
    let parameters = PreparedBuffer(values)
    return switch context.output.type {
    case .int8: BinaryKernel("s8_prelu", s8_prelu, parameters)
    case .uint8: BinaryKernel("u8_prelu", u8_prelu, parameters)
    default: BinaryKernel("s16_prelu", s16_prelu, parameters)
    }
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
