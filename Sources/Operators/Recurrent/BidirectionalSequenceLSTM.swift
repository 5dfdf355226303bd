// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Two LSTMs, one of which goes through the steps from the last to the first; see ``LstmLayer``.
///
/// | operand              | type              | shape                                           |
/// |----------------------|-------------------|-------------------------------------------------|
/// | `input`              | float32           | `[batch, steps, depth]`, or steps first         |
/// | for each direction:  |                   |                                                 |
/// | `input weights`      | float32 or 8 bits | 4 × `[cells, depth]`: input, forget, cell, output gate |
/// | `recurrent weights`  | as input weights  | 4 × `[cells, units]`                            |
/// | `peephole weights`   | float32 or 8 bits | 3 × `[cells]`: input, forget, output gate; or absent |
/// | `bias`               | float32           | 4 × `[cells]`                                   |
/// | `projection weights` | float32 or 8 bits | `[units, cells]`, or absent: units are cells    |
/// | `projection bias`    | float32           | `[units]`, or absent                            |
/// | for each direction:  |                   |                                                 |
/// | `hidden state`       | float32, variable | `[batch, units]`                                |
/// | `cell state`         | float32, variable | `[batch, cells]`                                |
/// | then:                |                   |                                                 |
/// | `auxiliary input`    | float32           | as `input`, of any depth; or absent             |
/// | `auxiliary weights`  | as input weights  | 8 × `[cells, its depth]`, or absent             |
///
/// The results are `[batch, steps, units]`, or steps first: one for each direction, or one in which
/// the units of both stand side by side. The auxiliary input goes through the auxiliary weights;
/// without these the backward LSTM reads it instead of the input.
///
/// Constraints:
/// - C1: Operands of a direction's input gate are all there or all absent; those of its other gates
///   are there, but for peephole weights, which may be absent for all gates. Auxiliary weights come
///   for all gates of both directions, and with an auxiliary input.
/// - C2: Shapes are as above.
/// - C3: All weights are constant, those of a direction's inputs and last result of one type.
/// - C4: The activation is not the sign bit, clips are not negative.
///
/// Source: TensorFlow Lite operator BIDIRECTIONAL_SEQUENCE_LSTM.
package struct BidirectionalSequenceLSTM: LiteOperator {
  package static let builtin = BuiltinOperator.bidirectionalSequenceLstm

  package var attributes: LstmAttributes
  package var isTimeMajor: Bool
  package var mergesOutputs: Bool

  package init(
    attributes: LstmAttributes = LstmAttributes(), isTimeMajor: Bool = true,
    mergesOutputs: Bool = false
  ) {
    self.attributes = attributes
    (self.isTimeMajor, self.mergesOutputs) = (isTimeMajor, mergesOutputs)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try BidirectionalSequenceLSTMOptionsView(options)
    attributes = try LstmAttributes(
      view.fusedActivationFunction, cellClip: view.cellClip, projectionClip: view.projClip,
      quantizesAsymmetrically: view.asymmetricQuantizeInputs)  // C4
    (isTimeMajor, mergesOutputs) = (view.timeMajor, view.mergeOutputs)
  }

  package var operandRules: OperandRules {
    let input = OperandRule("input", .activation, .float32)
    let auxiliary = OperandRule(
      "auxiliary input", .activation, .float32, isOptional: true)
    let weights = OperandRule(
      "auxiliary weights", .weights(axis: nil), RnnPlaces.weightTypes, isOptional: true)
    let direction = LstmPlaces.weightRules(allowsIntegers: false)
    let states = LstmPlaces.stateRules(allowsIntegers: false)
    return OperandRules(
      inputs: [input] + direction + direction + states + states + [auxiliary]
        + Array(repeating: weights, count: 8),
      outputs: BidirectionalInputs.outputRules(areMerged: mergesOutputs), scales: .unquantized)
  }

  package var reach: OperatorReach { .operands }
  package var effects: OperatorEffects { .writesState }

  private func layers(
    _ operands: [Operand?]
  ) throws(OperatorError) -> (
    inputs: BidirectionalInputs, forward: LstmLayer, backward: LstmLayer
  ) {
    let inputs = try BidirectionalInputs(
      operands, auxiliary: 39, auxiliaryWeights: 41, isTimeMajor: isTimeMajor)  // C1, C2
    return (
      inputs,
      try LstmLayer(operands, .forward, inputs.forwardSequence, auxiliary: inputs.auxiliary),
      try LstmLayer(operands, .backward, inputs.backwardSequence, auxiliary: inputs.auxiliary)
    )  // C1, C2, C3
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let layers = try layers(inputs)
    return layers.inputs.shapes(
      layers.forward.outputCount, layers.backward.outputCount, areMerged: mergesOutputs)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (inputs, forward, backward) = try layers(context.inputs)
    let results = BidirectionalInputs.results(
      context.outputs, forward.outputCount, backward.outputCount)
    let (kernel, first) = try forward.prepare(
      input: inputs.forward, result: results.forward, attributes, &context)  // C3
    let (_, second) = try backward.prepare(
      input: inputs.backward, result: results.backward, isReversed: true, attributes, number: 4,
      &context)  // C3
    return Evaluation(kernel: kernel, stages: first + second)
  }
}
