// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The sum of any number of tensors of one shape.
///
/// `y = x₁ + x₂ + …`
///
/// | operand    | type           | shape       |
/// |------------|----------------|-------------|
/// | `inputs` … | float32, int32 | all equal   |
/// | `output`   | as `inputs`    | as `inputs` |
///
/// Summed from the left; int32 wraps.
///
/// Constraints:
/// - C1: All have one type, and all inputs one shape.
///
/// Source: TensorFlow Lite operator ADD_N.
package struct AddN: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.addN

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("inputs", .activation, [.float32, .int32])],
      outputs: [OperandRule("output", .activation, [.float32, .int32])],
      repeatsLastInput: true, scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let first = inputs[0]!
    for case let input? in inputs {
      guard input.type == first.type, input.shape == first.shape else {  // C1
        throw OperatorError(
          "inputs differ: \(first.type.name) \(first.shape.description) and "
            + "\(input.type.name) \(input.shape.description)")
      }
    }
    return [first.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let output = context.output
    let kernel: BinaryKernel =
      output.type == .float32
      ? .limitedFloat("f32_add", f32_add, .none) : .limitedInt32("s32_add", s32_add, .none)
    var sum = context.input(0)
    var stages: [Stage] = []
    for index in context.inputs.indices.dropFirst() {
      stages.append(kernel.stage(sum, context.input(index), output, in: &context))
      sum = output
    }
    if stages.isEmpty {
      return UnaryKernel("x32_copy", x32_copy).evaluation(
        sum, output, threadCount: context.threadCount)
    }
    return Evaluation(kernel: kernel.name, stages: stages)
  }
}
