// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Two simple recurrent layers, one of which goes through the steps from the last to the first; see
/// ``RnnLayer``.
///
/// | operand             | type              | shape                                   |
/// |---------------------|-------------------|-----------------------------------------|
/// | `input`             | float32           | `[batch, steps, depth]`, or steps first |
/// | for each direction: |                   |                                         |
/// | `input weights`     | float32 or 8 bits | `[units, depth]`                        |
/// | `recurrent weights` | as input weights  | `[units, units]`                        |
/// | `bias`              | float32           | `[units]`                               |
/// | `hidden state`      | float32, variable | `[batch, units]`                        |
/// | then:               |                   |                                         |
/// | `auxiliary input`   | float32           | as `input`, of any depth; or absent     |
/// | `auxiliary weights` | as input weights  | 2 × `[units, its depth]`, or absent     |
///
/// The results are `[batch, steps, units]`, or steps first: one for each direction, or one in which
/// the units of both stand side by side. The auxiliary input goes through the auxiliary weights;
/// without these the backward layer reads it instead of the input.
///
/// Constraints:
/// - C1: Shapes are as above; auxiliary weights come for both directions and with an auxiliary input.
/// - C2: Weights and biases are constant, the weights of a direction of one type.
/// - C3: The activation is not the sign bit.
///
/// Source: TensorFlow Lite operator BIDIRECTIONAL_SEQUENCE_RNN.
package struct BidirectionalSequenceRNN: LiteOperator {
  package static let builtin = BuiltinOperator.bidirectionalSequenceRnn

  package var activation: RecurrentActivation
  package var isTimeMajor: Bool
  package var mergesOutputs: Bool
  package var quantizesAsymmetrically: Bool

  package init(
    activation: RecurrentActivation = .tanh, isTimeMajor: Bool = false,
    mergesOutputs: Bool = false, quantizesAsymmetrically: Bool = false
  ) {
    self.activation = activation
    (self.isTimeMajor, self.mergesOutputs) = (isTimeMajor, mergesOutputs)
    self.quantizesAsymmetrically = quantizesAsymmetrically
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try BidirectionalSequenceRNNOptionsView(options)
    activation = try RecurrentActivation(view.fusedActivationFunction)  // C3
    (isTimeMajor, mergesOutputs) = (view.timeMajor, view.mergeOutputs)
    quantizesAsymmetrically = view.asymmetricQuantizeInputs
  }

  package var operandRules: OperandRules {
    let input = OperandRule("input", .activation, .float32)
    let auxiliary = OperandRule(
      "auxiliary input", .activation, .float32, isOptional: true)
    let weights = OperandRule(
      "auxiliary weights", .weights(axis: nil), RnnPlaces.weightTypes, isOptional: true)
    return OperandRules(
      inputs: [input] + RnnPlaces.rules + RnnPlaces.rules + [auxiliary, weights, weights],
      outputs: BidirectionalInputs.outputRules(areMerged: mergesOutputs), scales: .unquantized)
  }

  package var reach: OperatorReach { .operands }
  package var effects: OperatorEffects { .writesState }

  private func layers(
    _ operands: [Operand?]
  ) throws(OperatorError) -> (inputs: BidirectionalInputs, forward: RnnLayer, backward: RnnLayer) {
    let inputs = try BidirectionalInputs(
      operands, auxiliary: 9, auxiliaryWeights: 10, isTimeMajor: isTimeMajor)  // C1
    return (
      inputs,
      try RnnLayer(operands, .forward, inputs.forwardSequence, auxiliary: inputs.auxiliary),
      try RnnLayer(operands, .backward, inputs.backwardSequence, auxiliary: inputs.auxiliary)
    )  // C1, C2
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let layers = try layers(inputs)
    return layers.inputs.shapes(
      layers.forward.unitCount, layers.backward.unitCount, areMerged: mergesOutputs)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (inputs, forward, backward) = try layers(context.inputs)
    let results = BidirectionalInputs.results(
      context.outputs, forward.unitCount, backward.unitCount)
    let isSymmetric = !quantizesAsymmetrically
    let (kernel, first) = try forward.prepare(
      input: inputs.forward, result: results.forward, activation, isSymmetric: isSymmetric,
      &context)  // C2
    let (_, second) = try backward.prepare(
      input: inputs.backward, result: results.backward, isReversed: true, activation,
      isSymmetric: isSymmetric, number: 4, &context)  // C2
    return Evaluation(kernel: kernel, stages: first + second)
  }
}
