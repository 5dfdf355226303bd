// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The square of the difference of two tensors.
///
/// `y = (a − b)²`
///
/// | operand  | type                         | shape                   | quantization |
/// |----------|------------------------------|-------------------------|--------------|
/// | `a`, `b` | float32, halves, int32, int8 | broadcast to each other | per tensor   |
/// | `output` | as `a`                       | the broadcast shape     | per tensor   |
///
/// int8 is bit-exact with TensorFlow Lite's reference: operands are enlarged by 7 bits and
/// brought to twice the larger scale. Where the result's scale is so small that the reference ends
/// with an error, the result is that of the real numbers. int32 wraps.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator SQUARED_DIFFERENCE.
package struct SquaredDifference: AttributeFreeOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.squaredDifference

  package init() {}

  package var operandRules: OperandRules {
    .binary([.floats, .int32, .int8])
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    let kernel: BinaryKernel
    switch context.output.type {
    case .float32: kernel = BinaryKernel("f32_squared_difference", f32_squared_difference)
    case .int32: kernel = BinaryKernel("s32_squared_difference", s32_squared_difference)
    default:
      let quantized = try QuantizedBinary(context, names: ("a", "b"), activation: .none)
      let enlarged = Double(Float(1 << 14) * quantized.y.scale)
      let parameters = quantized.commonScaleParameters(leftShift: 7) { $0 * $0 / enlarged }
      kernel = BinaryKernel(
        "s8_squared_difference", s8_squared_difference, PreparedBuffer(parameters))
    }
    return kernel.evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }

  package var overwritableInputs: [Int] { [0, 1] }

  package var mapsElements: Bool { true }
}
