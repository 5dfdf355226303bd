// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// One step of an LSTM whose gates read one matrix.
///
/// | operand        | type           | shape                                                          |
/// |----------------|----------------|----------------------------------------------------------------|
/// | `input`        | float32, uint8 | `[batch, depth]`                                               |
/// | `hidden state` | as `input`     | `[batch, units]`                                               |
/// | `weights`      | as `input`     | `[4 · units, depth + units]`: input, cell, forget, output gate |
/// | `bias`         | float32, int32 | `[4 · units]`                                                  |
/// | `cell state`   | float32, int16 | `[batch, units]`                                               |
///
/// and four results: the hidden and the cell state, both `[batch, units]`, and two that hold what
/// comes between, `[batch, depth + units]` and `[batch, 4 · units]`. The states that are given become
/// those of the result, too, be they variables or not.
///
/// In integers, rows and hidden states have the scale 1/128 and the zero point 128, cell states the
/// scale 2⁻¹¹, and what follows is bit-exact with TensorFlow Lite's reference; see `u8_lstm_step`.
struct BasicLstm {
  private let batch: Int
  private let depth: Int
  private let units: Int
  let resultShapes: [Shape]

  static var operandRules: OperandRules {
    let rows: ElementTypeSet = [.float32, .uint8]
    let cells: ElementTypeSet = [.float32, .int16]
    func output(_ types: ElementTypeSet) -> OperandRule {
      OperandRule("output", .activation, types)
    }
    return OperandRules(
      inputs: [
        OperandRule("input", .activation, rows), OperandRule("hidden state", .activation, rows),
        OperandRule("weights", .weights(axis: nil), rows),
        OperandRule("bias", .bias, [.float32, .int32]),
        OperandRule("cell state", .activation, cells),
      ],
      outputs: [output(rows), output(cells), output(rows), output(cells)], scales: .unquantized)
  }

  /// - Throws: if shapes are not as above.
  init(_ inputs: [Operand?]) throws(OperatorError) {
    let sequence = try RecurrentSequence(inputs[0]!, rank: 2)
    let hidden = inputs[1]!
    guard hidden.shape.rank == 2, hidden.shape[1] > 0 else {
      throw OperatorError(
        "'hidden state' is \(hidden.shape.description), must have rank 2 and elements")
    }
    (batch, depth, units) = (sequence.batch, sequence.depth, hidden.shape[1])
    let width = try Shape.checked([units, 4]).elementCount
    try hidden.requireState("hidden state", batch: batch, count: units)
    try inputs[4]!.requireState("cell state", batch: batch, count: units)
    try inputs[2]!.requireShape("weights", [width, depth + units])
    try inputs[3]!.requireShape("bias", [width])
    resultShapes = [units, units, depth + units, width].map { sequence.shape(width: $0) }
  }

  /// - Throws: if weights or the bias are not constant, operands are neither all float32 nor of the
  ///   integer form's types, or scales are not that form's.
  func evaluation(
    _ attributes: LstmAttributes, _ context: inout PrepareContext
  ) throws(OperatorError) -> Evaluation {
    let isInteger = context.input(0).type == .uint8
    let types: [ElementType] =
      isInteger
      ? [.uint8, .uint8, .uint8, .int32, .int16, .uint8, .int16, .uint8, .int16]
      : Array(repeating: .float32, count: 9)
    for (operand, type) in zip(context.inputs.map { $0! } + context.outputs, types)
    where operand.type != type {
      throw OperatorError("an operand is \(operand.type.name), must be \(type.name)")
    }
    return isInteger
      ? try integerEvaluation(&context) : try floatEvaluation(attributes, &context)
  }

  private func floatEvaluation(
    _ attributes: LstmAttributes, _ context: inout PrepareContext
  ) throws(OperatorError) -> Evaluation {
    let product = try RecurrentProduct(
      [context.input(2)], biases: [context.input(3)], rowCount: batch, isSymmetric: true,
      number: 0, &context)
    let cells = try LstmCells(
      count: units, isCoupled: false, peepholes: LstmCells.none, gains: LstmCells.none,
      offsets: LstmCells.none, attributes, &context)
    let ordered = context.scratch(
      byteCount: units.saturatingProduct(2 * 4 * MemoryLayout<Float>.size))
    let states = BasicLstmStates(context)
    let units = units
    let step = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      let sums = tensors.elements(states.sums, as: Float.self)
      product.run(tensors.elements(states.rows, as: Float.self), to: sums, tensors)
      let inputs = tensors.elements(ordered, as: Float.self)
      for item in 0..<batch {
        // Gates stand in another order than cells take them.
        for gate in 0..<4 {
          let source = gate == 1 ? 2 : gate == 2 ? 1 : gate
          (inputs + gate * units).update(from: sums + (item * 4 + source) * units, count: units)
        }
        let gates = inputs + 4 * units
        gates.update(repeating: 0, count: 4 * units)
        cells.step(
          inputs, gates, tensors.elements(states.newCell, as: Float.self) + item * units,
          tensors.elements(states.newHidden, as: Float.self) + item * units)
      }
    }
    return Evaluation(
      kernel: product.kernel, stages: [states.before, step, states.after])
  }

  private func integerEvaluation(
    _ context: inout PrepareContext
  ) throws(OperatorError) -> Evaluation {
    let (weights, bias) = (context.input(2), context.input(3))
    guard let elements = weights.constantElements(as: UInt8.self)?.baseAddress,
      let biases = bias.constantElements(as: Int32.self)?.baseAddress
    else { throw OperatorError("'weights' and 'bias' must be constant") }
    let scale = try context.outputs[1].uniformQuantization("cell state").scale
    guard scale == 0x1p-11 else {
      throw OperatorError("'cell state' has scale \(scale), must be 2⁻¹¹")
    }
    let sums = Double(try bias.uniformQuantization("bias").scale) * 0x1p12
    let layer = PreparedBuffer(
      u8_lstm(
        depth: depth + units, count: units, weights: elements,
        zero_point: try weights.uniformQuantization("weights").zeroPoint, bias: biases,
        multiplier: try linnet_multiplier(sums)))
    let states = BasicLstmStates(context)
    let (depth, units) = (depth + units, units)
    let step = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      for item in 0..<batch {
        u8_lstm_step(
          layer.elements(), tensors.elements(states.rows) + item * depth,
          tensors.elements(states.sums) + item * 4 * units,
          tensors.elements(states.newCell) + item * units,
          tensors.elements(states.newHidden) + item * units)
      }
    }
    return Evaluation(kernel: "u8_lstm_step", stages: [states.before, step, states.after])
  }
}

/// What is before and behind the step of a basic LSTM.
private struct BasicLstmStates {
  let newHidden, newCell, rows, sums: Int
  /// Rows of input and hidden state side by side; and the cell state where that of the result stands.
  let before: Stage
  /// The results as the states that are given.
  let after: Stage

  init(_ context: PrepareContext) {
    let (input, hidden, cell) = (context.input(0), context.input(1), context.input(4))
    let (outputs, units) = (context.outputs, hidden.shape[1])
    (newHidden, newCell) = (outputs[0].slot, outputs[1].slot)
    (rows, sums) = (outputs[2].slot, outputs[3].slot)
    func copy(_ source: Operand, to target: Operand) -> RegionCopy {
      RegionCopy(
        [source.elementCount], of: source.type, from: CopySide(.slot(source.slot), strides: [1]),
        to: CopySide(.slot(target.slot), strides: [1]))
    }
    let (top, beside) = (CopySide(outputs[2]), CopySide(outputs[2], from: [0, input.shape[1]]))
    before = .copying(
      [
        RegionCopy(input.shape.dimensions, of: input.type, from: CopySide(input), to: top),
        RegionCopy(
          [input.shape[0], units], of: hidden.type,
          from: CopySide(.slot(hidden.slot), strides: [units, 1]), to: beside),
        copy(cell, to: outputs[1]),
      ], threadCount: 1)
    var copies: [RegionCopy] = []
    for (given, result) in [(hidden, outputs[0]), (cell, outputs[1])] where given.constant == nil {
      copies.append(copy(result, to: given))
    }
    after = .copying(copies, threadCount: 1)
  }
}
