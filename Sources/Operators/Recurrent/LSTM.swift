// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// One step of an LSTM, in one of two forms; see ``LstmLayer`` for what it computes.
///
/// The full form has the operands of UNIDIRECTIONAL_SEQUENCE_LSTM, but for the input and the result,
/// which are `[batch, depth]` and `[batch, units]`. The basic one has
///
/// | operand        | type              | shape                                              |
/// |----------------|-------------------|----------------------------------------------------|
/// | `input`        | float32           | `[batch, depth]`                                   |
/// | `hidden state` | float32, variable | `[batch, units]`                                   |
/// | `weights`      | float32           | `[4 · units, depth + units]`: input, cell, forget, output gate |
/// | `bias`         | float32           | `[4 · units]`                                      |
/// | `cell state`   | float32, variable | `[batch, units]`                                   |
///
/// and four results: the hidden and the cell state, both `[batch, units]`, and two that hold what
/// comes between, `[batch, depth + units]` and `[batch, 4 · units]`.
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
    guard isBasic else { return LstmPlaces.singleRules }
    let float: ElementTypeSet = .float32
    return OperandRules(
      inputs: [
        OperandRule("input", .activation, float), OperandRule("hidden state", .state, float),
        OperandRule("weights", .weights(axis: nil), float), OperandRule("bias", .bias, float),
        OperandRule("cell state", .state, float),
      ],
      outputs: Array(repeating: OperandRule("output", .activation, float), count: 4),
      scales: .unquantized)
  }

  package var reach: OperatorReach { .operands }
  package var effects: OperatorEffects { .writesState }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let sequence = try RecurrentSequence(inputs[0]!, rank: 2)  // C2
    guard isBasic else {
      let layer = try LstmLayer(inputs, .single, sequence)  // C1, C2, C3
      return [sequence.shape(width: layer.outputCount)]
    }
    let hidden = inputs[1]!
    guard hidden.shape.rank == 2, hidden.shape[1] > 0 else {
      throw OperatorError(
        "'hidden state' is \(hidden.shape.description), must have rank 2 and elements")  // C2
    }
    let units = hidden.shape[1]
    let width = try Shape.checked([units, 4]).elementCount
    try hidden.requireState("hidden state", batch: sequence.batch, count: units)  // C2
    try inputs[4]!.requireState("cell state", batch: sequence.batch, count: units)  // C2
    try inputs[2]!.requireShape("weights", [width, sequence.depth + units])  // C2
    try inputs[3]!.requireShape("bias", [width])  // C2
    return [units, units, sequence.depth + units, width].map { sequence.shape(width: $0) }
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    if isBasic { return try basicEvaluation(&context) }
    let sequence = try RecurrentSequence(context.input(0), rank: 2)
    let layer = try LstmLayer(context.inputs, .single, sequence)
    let (kernel, stages) = try layer.prepare(
      input: context.input(0),
      result: RecurrentResult(slot: context.output.slot, width: layer.outputCount), attributes,
      &context)  // C3
    return Evaluation(kernel: kernel, stages: stages)
  }

  private func basicEvaluation(
    _ context: inout PrepareContext
  ) throws(OperatorError) -> Evaluation {
    let (batch, depth) = (context.input(0).shape[0], context.input(0).shape[1])
    let units = context.input(1).shape[1]
    let product = try RecurrentProduct(
      [context.input(2)], biases: [context.input(3)], rowCount: batch, isSymmetric: true,
      number: 0, &context)  // C3
    let cells = try LstmCells(
      count: units, isCoupled: false, peepholes: LstmCells.none, gains: LstmCells.none,
      offsets: LstmCells.none, attributes, &context)
    let ordered = context.scratch(
      byteCount: units.saturatingProduct(2 * 4 * MemoryLayout<Float>.size))
    let slots = context.inputs.map { $0!.slot } + context.outputs.map { $0.slot }
    let stage = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      func place(_ index: Int) -> UnsafeMutablePointer<Float> { tensors.elements(slots[index]) }
      let (hidden, cell, rows, sums) = (place(1), place(4), place(7), place(8))
      for item in 0..<batch {
        let row = rows + item * (depth + units)
        row.update(from: place(0) + item * depth, count: depth)
        (row + depth).update(from: hidden + item * units, count: units)
      }
      product.run(rows, to: sums, tensors)
      let inputs = tensors.elements(ordered, as: Float.self)
      for item in 0..<batch {
        // Gates stand in another order than cells take them.
        for gate in 0..<4 {
          let source = gate == 1 ? 2 : gate == 2 ? 1 : gate
          (inputs + gate * units).update(from: sums + (item * 4 + source) * units, count: units)
        }
        let gates = inputs + 4 * units
        gates.update(repeating: 0, count: 4 * units)
        cells.step(inputs, gates, cell + item * units, hidden + item * units)
      }
      place(5).update(from: hidden, count: batch * units)
      place(6).update(from: cell, count: batch * units)
    }
    return Evaluation(kernel: product.kernel, stages: [stage])
  }
}
