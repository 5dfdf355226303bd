// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// One step of an LSTM, in one of two forms; see ``LstmLayer`` for what it computes.
///
/// The full form has the operands of UNIDIRECTIONAL_SEQUENCE_LSTM, but for the input and the result,
/// which are `[batch, depth]` and `[batch, units]`. For the basic one see ``BasicLstm``.
///
/// Constraints:
/// - C1: The operands that the form needs are there; see UNIDIRECTIONAL_SEQUENCE_LSTM for the full
///   one.
/// - C2: Shapes are as above.
/// - C3: Weights and biases are constant, those of input and last result of one type; types and
///   scales fit the form.
/// - C4: The activation is not the sign bit, clips are not negative.
///
/// Source: TensorFlow Lite operator LSTM.
package struct LSTM: LiteOperator {
  package static let builtin = BuiltinOperator.lstm

  package var attributes: LstmAttributes
  package var isBasic: Bool

  package init(attributes: LstmAttributes = LstmAttributes(), isBasic: Bool = false) {
    self.attributes = attributes
    self.isBasic = isBasic
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try LSTMOptionsView(options)
    attributes = try LstmAttributes(
      view.fusedActivationFunction, cellClip: view.cellClip, projectionClip: view.projClip,
      quantizesAsymmetrically: view.asymmetricQuantizeInputs)  // C4
    isBasic = view.kernelType == .basic
  }

  package var operandRules: OperandRules {
    isBasic ? BasicLstm.operandRules : LstmPlaces.singleRules
  }

  package var reach: OperatorReach { .operands }
  package var effects: OperatorEffects { .writesState }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    if isBasic { return try BasicLstm(inputs).resultShapes }  // C2
    let sequence = try RecurrentSequence(inputs[0]!, rank: 2)  // C2
    let layer = try LstmLayer(inputs, .single, sequence)  // C1, C2, C3
    return [sequence.shape(width: layer.outputCount)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    if isBasic { return try BasicLstm(context.inputs).evaluation(attributes, &context) }  // C3
    let sequence = try RecurrentSequence(context.input(0), rank: 2)
    let layer = try LstmLayer(context.inputs, .single, sequence)
    let (kernel, stages) = try layer.prepare(
      input: context.input(0),
      result: RecurrentResult(slot: context.output.slot, width: layer.outputCount), attributes,
      &context)  // C3
    return Evaluation(kernel: kernel, stages: stages)
  }
}
