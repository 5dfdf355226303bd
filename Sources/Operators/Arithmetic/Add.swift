// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Sum of two tensors, with a fused activation.
///
/// `y = activation(a + b)`
///
/// | operand  | type                                              | shape                   | quantization |
/// |----------|---------------------------------------------------|-------------------------|--------------|
/// | `a`, `b` | float32, halves, int32, int64, int8, uint8, int16 | broadcast to each other | per tensor   |
/// | `output` | as `a`                                            | the broadcast shape     | per tensor   |
///
/// int8, uint8 and quantized int16 are bit-exact with TensorFlow Lite's reference: both operands
/// are enlarged, brought to twice the larger scale, added and rescaled, each rescaling rounded
/// twice. int16 with scales that are all powers of two is shifted and saturated where the option
/// says so. int16 without quantization, int32 and int64 wrap.
///
/// Constraints:
/// - C1: `a` and `b` broadcast to each other.
/// - C2: all three types are the same.
///
/// Source: TensorFlow Lite operator ADD; 8-bit quantization specification.
package struct Add: ActivatedOperator, BroadcastOperator {
  package static let builtin = BuiltinOperator.add

  package var activation: FusedActivation
  /// Whether int16 operands whose scales are powers of two are shifted instead of multiplied.
  package var shiftsPowersOfTwo: Bool

  package init(activation: FusedActivation = .none, shiftsPowersOfTwo: Bool = false) {
    self.activation = activation
    self.shiftsPowersOfTwo = shiftsPowersOfTwo
  }

  package var operandRules: OperandRules { .binary(.sums) }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try AddOptionsView(options)
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
    switch context.output.type {
    case .float32: .limitedFloat("f32_add", f32_add, activation)
    case .int32: .limitedInt32("s32_add", s32_add, activation)
    case .int64: .limitedInt64("s64_add", s64_add, activation)
    case .int16 where context.output.quantization == nil:
      .limitedInt16("s16_add_plain", s16_add_plain, activation)
    default: try quantizedKernel(context)
    }
  }

  private func quantizedKernel(_ context: PrepareContext) throws(OperatorError) -> BinaryKernel {
    let type = context.output.type
    let quantized = try QuantizedBinary(context, names: ("a", "b"), activation: activation)
    if type == .int16, shiftsPowersOfTwo,
      let parameters = try quantized.powerOfTwoSumParameters(sign: 1)
    {
      return BinaryKernel(
        "s16_add_power_of_two", s16_add_power_of_two, PreparedBuffer(parameters))
    }
    return .sum(of: type, quantized.sumParameters(type: type, sign: 1))
  }

  package var overwritableInputs: [Int] { [0, 1] }

  package var mapsElements: Bool { true }

  package var asOperator: Operator { .add(self) }
}

extension ElementTypeSet {
  /// What ADD and SUB take.
  package static let sums: ElementTypeSet = [.floats, .int32, .int64, .int8, .uint8, .int16]
}

extension OperandRules {
  /// Two activations of some types that give one of those types.
  package static func binary(
    _ types: ElementTypeSet, scales: ScaleRule = .free
  ) -> OperandRules {
    OperandRules(
      inputs: [OperandRule("a", .activation, types), OperandRule("b", .activation, types)],
      outputs: [OperandRule("output", .activation, types)], scales: scales,
      widens: types.intersection(.halves))
  }
}
