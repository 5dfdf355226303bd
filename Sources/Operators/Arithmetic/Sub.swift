// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Difference of two tensors, with a fused activation.
///
/// `y = activation(a − b)`
///
/// | operand  | type                                              | shape                   | quantization |
/// |----------|---------------------------------------------------|-------------------------|--------------|
/// | `a`, `b` | float32, halves, int32, int64, int8, uint8, int16 | broadcast to each other | per tensor   |
/// | `output` | as `a`                                            | the broadcast shape     | per tensor   |
///
/// Quantized differences are bit-exact with TensorFlow Lite's reference, computed as ``Add`` is.
/// int32 and int64 wrap.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: all three types are the same.
///
/// Source: TensorFlow Lite operator SUB; 8-bit quantization specification.
package struct Sub: ActivatedOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.sub

  package var activation: FusedActivation
  /// Whether int16 operands whose scales are powers of two are shifted instead of multiplied.
  package var shiftsPowersOfTwo: Bool

  package init(activation: FusedActivation = .none, shiftsPowersOfTwo: Bool = false) {
    self.activation = activation
    self.shiftsPowersOfTwo = shiftsPowersOfTwo
  }

  package var operandRules: OperandRules { .binary(.sums) }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try SubOptionsView(options)
    self.init(
      activation: try FusedActivation(view.fusedActivationFunction),
      shiftsPowersOfTwo: view.potScaleInt16)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    return try kernel(context).evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }

  private func kernel(_ context: PrepareContext) throws(OperatorError) -> BinaryKernel {
    let type = context.output.type
    switch type {
    case .float32: return .limitedFloat("f32_sub", f32_sub, activation)
    case .int32: return .limitedInt32("s32_sub", s32_sub, activation)
    case .int64: return .limitedInt64("s64_sub", s64_sub, activation)
    default:
      let quantized = try QuantizedBinary(context, names: ("a", "b"), activation: activation)
      if type == .int16, shiftsPowersOfTwo,
        let parameters = try quantized.powerOfTwoSumParameters(sign: -1)
      {
        return BinaryKernel(
          "s16_add_power_of_two", s16_add_power_of_two, PreparedBuffer(parameters))
      }
      return .sum(of: type, quantized.sumParameters(type: type, sign: -1))
    }
  }

  package var overwritableInputs: [Int] { [0, 1] }

  package var mapsElements: Bool { true }

  package var asOperator: Operator { .sub(self) }
}
