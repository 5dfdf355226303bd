// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Where the operands of a simple recurrent layer stand among those of its operator.
struct RnnPlaces {
  let inputWeights, recurrentWeights, bias, hiddenState: Int
  var auxiliaryWeights: Int?

  static let single = RnnPlaces(
    inputWeights: 1, recurrentWeights: 2, bias: 3, hiddenState: 4)
  static let forward = RnnPlaces(
    inputWeights: 1, recurrentWeights: 2, bias: 3, hiddenState: 4, auxiliaryWeights: 10)
  static let backward = RnnPlaces(
    inputWeights: 5, recurrentWeights: 6, bias: 7, hiddenState: 8, auxiliaryWeights: 11)

  static let weightTypes: ElementTypeSet = [.float32, .int8, .uint8]

  /// The rules of the operands of one direction, in the format's order.
  static var rules: [OperandRule] {
    [
      OperandRule("input weights", .weights(axis: nil), weightTypes),
      OperandRule("recurrent weights", .weights(axis: nil), weightTypes),
      OperandRule("bias", .bias, .float32),
      OperandRule("hidden state", .state, .float32),
    ]
  }

  /// The rules of a layer of one direction.
  static var singleRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, .float32)] + rules,
      outputs: [OperandRule("output", .activation, .float32)],
      scales: .unquantized)
  }
}

/// One direction of a simple recurrent layer, whose operands' shapes are checked: with a row x of the
/// input and the last result h, `h' = act(W x + R h + b)`.
final class RnnLayer {
  let unitCount: Int
  private let inputWeights, recurrentWeights, bias, hiddenState: Operand
  private let auxiliary: Operand?
  private let auxiliaryWeights: Operand?
  private let sequence: RecurrentSequence

  /// - Parameter auxiliary: a second input, whose rows the auxiliary weights take.
  /// - Throws: where shapes do not fit, or the weights differ in type.
  init(
    _ inputs: [Operand?], _ places: RnnPlaces, _ sequence: RecurrentSequence,
    auxiliary: Operand? = nil
  ) throws(OperatorError) {
    self.sequence = sequence
    inputWeights = inputs[places.inputWeights]!
    recurrentWeights = inputs[places.recurrentWeights]!
    bias = inputs[places.bias]!
    hiddenState = inputs[places.hiddenState]!
    self.auxiliary = auxiliary
    auxiliaryWeights =
      auxiliary == nil
      ? nil : places.auxiliaryWeights.flatMap { $0 < inputs.count ? inputs[$0] : nil }
    guard inputWeights.shape.rank == 2, inputWeights.elementCount > 0 else {
      throw OperatorError(
        "input weights \(inputWeights.shape.description) must have rank 2 and elements")
    }
    unitCount = inputWeights.shape[0]
    try inputWeights.requireShape("input weights", [unitCount, sequence.depth])
    try recurrentWeights.requireShape("recurrent weights", [unitCount, unitCount])
    try bias.requireShape("bias", [unitCount])
    if let auxiliary {
      guard let auxiliaryWeights else { throw OperatorError("auxiliary weights are absent") }
      try auxiliaryWeights.requireShape(
        "auxiliary weights", [unitCount, auxiliary.shape.dimension(fromEnd: 1)])
    }
    try hiddenState.requireState("hidden state", batch: sequence.batch, count: unitCount)
    for weights in [recurrentWeights, auxiliaryWeights ?? inputWeights]
    where weights.type != inputWeights.type {
      throw OperatorError(
        "weights are \(inputWeights.type.name) and \(weights.type.name), must be of one type")
    }
  }

  /// - Parameter number: of its first product among those of the operator.
  /// - Throws: where weights are not constant or quantized as they must not be.
  func prepare(
    input: Operand, result: RecurrentResult, isReversed: Bool = false,
    _ activation: RecurrentActivation, isSymmetric: Bool, number: Int = 0,
    _ context: inout PrepareContext
  ) throws(OperatorError) -> (kernel: String, stages: [Stage]) {
    let (sequence, unitCount) = (self.sequence, self.unitCount)
    let inputs = try RecurrentProduct(
      [inputWeights], biases: [bias], rowCount: sequence.rowCount, isSymmetric: isSymmetric,
      number: number, &context)
    let recurrent = try RecurrentProduct(
      [recurrentWeights], rowCount: sequence.batch, isSymmetric: isSymmetric, number: number + 1,
      &context)
    let sums = context.scratch(
      byteCount: try RecurrentSequence.byteCount(rows: sequence.rowCount, width: unitCount))
    let turnSums = context.scratch(
      byteCount: try RecurrentSequence.byteCount(rows: sequence.batch, width: unitCount))
    var stages = inputs.stages(input: input.slot, output: sums)
    if let auxiliary, let auxiliaryWeights {
      let product = try RecurrentProduct(
        [auxiliaryWeights], rowCount: sequence.rowCount, isSymmetric: isSymmetric,
        number: number + 2, &context)
      stages += try product.stages(input: auxiliary.slot, addedTo: sums, &context)
    }
    let (hiddenState, kernel) = (self.hiddenState.slot, activation.kernel)
    stages.append(
      Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
        let last = tensors.elements(hiddenState, as: Float.self)
        let own = tensors.elements(turnSums, as: Float.self)
        for turn in 0..<sequence.steps {
          let step = isReversed ? sequence.steps - 1 - turn : turn
          recurrent.run(last, to: own, tensors)
          for item in 0..<sequence.batch {
            let row = sequence.row(step: step, item: item)
            f32_activated_sum(
              kernel, tensors.elements(sums) + row * unitCount, own + item * unitCount,
              last + item * unitCount, unitCount)
          }
          result.store(last, count: unitCount, step: step, sequence, tensors)
        }
      })
    return (inputs.kernel, stages)
  }
}

/// A simple recurrent layer of one direction.
package protocol SimpleRecurrentOperator: LiteOperator {
  var activation: RecurrentActivation { get }
  /// Whether float rows before 8-bit weights get a zero point of their own.
  var quantizesAsymmetrically: Bool { get }

  /// How steps and rows lie in the input.
  func sequence(of input: Operand) throws(OperatorError) -> RecurrentSequence
}

extension SimpleRecurrentOperator {
  package var operandRules: OperandRules { RnnPlaces.singleRules }
  package var reach: OperatorReach { .operands }
  package var effects: OperatorEffects { .writesState }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let sequence = try sequence(of: inputs[0]!)
    let layer = try RnnLayer(inputs, .single, sequence)  // C1, C2
    return [sequence.shape(width: layer.unitCount)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let layer = try RnnLayer(context.inputs, .single, sequence(of: context.input(0)))
    let (kernel, stages) = try layer.prepare(
      input: context.input(0),
      result: RecurrentResult(slot: context.output.slot, width: layer.unitCount), activation,
      isSymmetric: !quantizesAsymmetrically, &context)  // C2
    return Evaluation(kernel: kernel, stages: stages)
  }
}
