// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Filters over features and time, of which each unit sums up some.
///
/// `y[b, u] = act(bias[u] + Σᵣ Σₜ memory[b, u · rank + r, t] · times[u · rank + r, t])`, where the
/// last feature of a filter's memory is `Σᵢ x[b, i] · features[u · rank + r, i]`, and those before it
/// are those of the inferences before.
///
/// | operand           | type              | integer form  | shape                            |
/// |-------------------|-------------------|---------------|----------------------------------|
/// | `input`           | float32           | int8          | `[batch, depth]`                 |
/// | `feature weights` | float32 or 8 bits | int8          | `[units · rank, depth]`          |
/// | `time weights`    | float32 or 8 bits | int16 or int8 | `[units · rank, memory]`         |
/// | `bias`            | float32           | int32         | `[units]`, or absent             |
/// | `memory`          | float32, variable | int16 or int8 | `[batch, units · rank · memory]` |
///
/// The result is `[batch, units]`, of the input's type. Before 8-bit feature weights float rows are
/// quantized at run time, with a zero point if so asked; uint8 weights are read as int8.
///
/// In the integer form each operand has one scale. Results equal TensorFlow Lite's reference bit for
/// bit, of int8 memory TensorFlow Lite Micro's: the activation is that of the result's scale.
///
/// Constraints:
/// - C1: The memory is there.
/// - C2: Shapes are as above, with a rank of 1 or more.
/// - C3: Weights and bias are constant; types and scales are as above, int8 memory beside int8 time
///   weights.
/// - C4: The activation is not the sign bit, and RELU in the integer form.
///
/// Source: TensorFlow Lite operator SVDF; Alvarez and Park, End-to-end streaming keyword spotting.
package struct SVDF: LiteOperator {
  package static let builtin = BuiltinOperator.svdf

  package var rank: Int
  package var activation: RecurrentActivation
  package var quantizesAsymmetrically: Bool

  package init(
    rank: Int, activation: RecurrentActivation = .none, quantizesAsymmetrically: Bool = false
  ) {
    self.rank = rank
    self.activation = activation
    self.quantizesAsymmetrically = quantizesAsymmetrically
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try SVDFOptionsView(options)
    rank = view.rank
    activation = try RecurrentActivation(view.fusedActivationFunction)  // C4
    quantizesAsymmetrically = view.asymmetricQuantizeInputs
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, [.float32, .int8]),
        OperandRule("feature weights", .weights(axis: nil), RnnPlaces.weightTypes),
        OperandRule("time weights", .weights(axis: nil), [.float32, .int8, .uint8, .int16]),
        OperandRule("bias", .bias, [.float32, .int32], isOptional: true),
        OperandRule("memory", .state, [.float32, .int16, .int8], isOptional: true),
      ],
      outputs: [OperandRule("output", .activation, [.float32, .int8])], scales: .unquantized)
  }

  package var reach: OperatorReach { .operands }
  package var effects: OperatorEffects { .writesState }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let sequence = try RecurrentSequence(inputs[0]!, rank: 2)  // C2
    let (features, times) = (inputs[1]!.shape, inputs[2]!.shape)
    guard features.rank == 2, times.rank == 2, features[0] == times[0], times.elementCount > 0,
      features[1] == sequence.depth, rank > 0, features[0] % rank == 0
    else {
      throw OperatorError(
        "weights \(features.description) and \(times.description) do not fit rank \(rank) and "
          + "rows of \(sequence.depth)")  // C2
    }
    let units = features[0] / rank
    guard inputs.count == 5, let memory = inputs[4] else {
      throw OperatorError("'memory' is absent")  // C1
    }
    try inputs[3]?.requireShape("bias", [units])  // C2
    try memory.requireState("memory", batch: sequence.batch, count: times.elementCount)  // C2
    return [sequence.shape(width: units)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C3
    if context.output.type == .int8 { return try integerEvaluation(&context) }
    let (input, times) = (context.input(0), context.input(2).shape)
    for operand in [context.input(4), context.inputs[3] ?? input] where operand.type != .float32 {
      throw OperatorError("has \(operand.type.name) where its input takes float32")  // C3
    }
    let batch = input.shape[0]
    let (filters, memory, rank) = (times[0], times[1], self.rank)
    let units = filters / rank
    let product = try RecurrentProduct(
      [context.input(1)], rowCount: batch, isSymmetric: !quantizesAsymmetrically, number: 0,
      &context)  // C3
    let features = context.scratch(
      byteCount: try RecurrentSequence.byteCount(rows: batch, width: filters))
    let timeWeights = try FloatVector(context.input(2), &context)  // C3
    let bias = try context.inputs[3].map { (bias) throws(OperatorError) in
      try FloatVector(bias, &context)
    }  // C3
    let nothing = PreparedBuffer(byteCount: bias == nil ? units * MemoryLayout<Float>.size : 0)
    let (state, output) = (context.input(4).slot, context.output.slot)
    let kernel = activation.kernel
    let step = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      for row in 0..<batch {
        let sums = tensors.elements(output, as: Float.self) + row * units
        f32_svdf_step(
          tensors.elements(features) + row * filters, timeWeights.elements,
          tensors.elements(state) + row * filters * memory, sums, units, rank, memory)
        f32_activated_sum(
          kernel, sums, bias?.elements ?? UnsafePointer(nothing.elements()), sums, units)
      }
    }
    return Evaluation(
      kernel: product.kernel, stages: product.stages(input: input.slot, output: features) + [step])
  }
}
