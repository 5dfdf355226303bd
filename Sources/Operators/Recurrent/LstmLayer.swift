// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// What the LSTM operators have in common of attributes.
package struct LstmAttributes: Sendable, Hashable {
  package var activation: RecurrentActivation
  /// The most that a cell's state may differ from 0; 0 for no limit.
  package var cellClip: Float
  /// The most that a projected result may differ from 0; 0 for no limit.
  package var projectionClip: Float
  /// Whether float rows before int8 weights get a zero point of their own.
  package var quantizesAsymmetrically: Bool

  package init(
    activation: RecurrentActivation = .tanh, cellClip: Float = 0, projectionClip: Float = 0,
    quantizesAsymmetrically: Bool = false
  ) {
    self.activation = activation
    (self.cellClip, self.projectionClip) = (cellClip, projectionClip)
    self.quantizesAsymmetrically = quantizesAsymmetrically
  }

  /// - Throws: if the activation is not supported, or a limit is negative.
  init(
    _ function: ActivationFunctionType, cellClip: Float, projectionClip: Float,
    quantizesAsymmetrically: Bool
  ) throws(FormatError) {
    guard cellClip >= 0, projectionClip >= 0 else {
      throw FormatError("clips at \(cellClip) and \(projectionClip), must not be negative")
    }
    self.init(
      activation: try RecurrentActivation(function), cellClip: cellClip,
      projectionClip: projectionClip, quantizesAsymmetrically: quantizesAsymmetrically)
  }
}

/// Where the operands of an LSTM stand among those of its operator.
///
/// Those of several gates stand together: of input, forget, cell and output gate; peephole weights
/// of all but the cell gate.
struct LstmPlaces {
  let inputWeights, recurrentWeights, peepholes, biases, projectionWeights: Int
  let hiddenState, cellState: Int
  var gains: Int?
  var auxiliaryWeights: Int?

  static let single = LstmPlaces(
    inputWeights: 1, recurrentWeights: 5, peepholes: 9, biases: 12, projectionWeights: 16,
    hiddenState: 18, cellState: 19, gains: 20)
  static let forward = LstmPlaces(
    inputWeights: 1, recurrentWeights: 5, peepholes: 9, biases: 12, projectionWeights: 16,
    hiddenState: 35, cellState: 36, auxiliaryWeights: 40)
  static let backward = LstmPlaces(
    inputWeights: 18, recurrentWeights: 22, peepholes: 26, biases: 29, projectionWeights: 33,
    hiddenState: 37, cellState: 38, auxiliaryWeights: 44)

  /// The rules of the weights and biases of one direction, in the format's order.
  ///
  /// - Parameter allowsIntegers: whether there is an integer form.
  static func weightRules(allowsIntegers: Bool) -> [OperandRule] {
    let float: ElementTypeSet = .float32
    let weights: ElementTypeSet = [.float32, .int8, .uint8]
    let wide: ElementTypeSet = allowsIntegers ? [.float32, .int8, .uint8, .int16] : weights
    let bias: ElementTypeSet = allowsIntegers ? [.float32, .int32] : float
    func rule(
      _ name: StaticString, _ role: OperandRule.Role, _ types: ElementTypeSet, _ count: Int
    ) -> [OperandRule] {
      Array(repeating: OperandRule(name, role, types, isOptional: true), count: count)
    }
    let role = OperandRule.Role.weights(axis: nil)
    return rule("input weights", role, weights, 4) + rule("recurrent weights", role, weights, 4)
      + rule("peephole weights", role, wide, 3) + rule("bias", .bias, bias, 4)
      + rule("projection weights", role, weights, 1) + rule("projection bias", .bias, bias, 1)
  }

  /// The rules of the states of one direction.
  static func stateRules(allowsIntegers: Bool) -> [OperandRule] {
    let float: ElementTypeSet = .float32
    return [
      OperandRule(
        "hidden state", .state, allowsIntegers ? [.float32, .int8] : float,
        isOptional: true),
      OperandRule(
        "cell state", .state, allowsIntegers ? [.float32, .int16] : float,
        isOptional: true),
    ]
  }

  /// The rules of an LSTM of one direction.
  static var singleRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int8]
    let gain = OperandRule("gains", .bias, [.float32, .int16], isOptional: true)
    return OperandRules(
      inputs: [OperandRule("input", .activation, types)] + weightRules(allowsIntegers: true)
        + stateRules(allowsIntegers: true) + Array(repeating: gain, count: 4),
      outputs: [OperandRule("output", .activation, types)], scales: .unquantized)
  }
}

/// One direction of an LSTM, whose operands' presence and shapes are checked.
///
/// With a row x of the input, the last result h and the last cell state s, as products of matrices
/// but for ∘, element by element:
///
/// ```
/// i = σ(Wᵢ x + Rᵢ h + pᵢ ∘ s + bᵢ)        f = σ(W_f x + R_f h + p_f ∘ s + b_f)
/// s' = clip(f ∘ s + i ∘ act(W_c x + R_c h + b_c))
/// o = σ(Wₒ x + Rₒ h + pₒ ∘ s' + bₒ)       h' = o ∘ act(s'), or clip(P (o ∘ act(s')) + b_P)
/// ```
///
/// Without weights of the input gate it is 1 − f. With gains, the sums of each gate are brought to
/// mean 0 and variance 1 and multiplied with them before its bias is added.
final class LstmLayer {
  let cellCount: Int
  let outputCount: Int
  let inputWeights: [Operand]
  let recurrentWeights: [Operand]
  private let auxiliary: Operand?
  private let auxiliaryWeights: [Operand]
  /// By gate.
  private(set) var peepholes = LstmCells.none
  let biases: [Operand?]
  /// By gate; all nil where sums are not normalized.
  let gains: [Operand?]
  let projection: (weights: Operand, bias: Operand?)?
  let hiddenState: Operand
  let cellState: Operand
  let sequence: RecurrentSequence

  /// - Parameter auxiliary: a second input, whose rows the auxiliary weights take.
  /// - Throws: where operands are absent that must not be, or shapes do not fit.
  init(
    _ inputs: [Operand?], _ places: LstmPlaces, _ sequence: RecurrentSequence,
    auxiliary: Operand? = nil
  ) throws(OperatorError) {
    func operand(_ place: Int?) -> Operand? {
      place.flatMap { $0 < inputs.count ? inputs[$0] : nil }
    }
    func gates(_ first: Int?) -> [Operand?] {
      (0..<4).map { gate in operand(first.map { $0 + gate }) }
    }
    self.sequence = sequence
    let input = gates(places.inputWeights)
    let isCoupled = input[0] == nil
    let used = (isCoupled ? 1 : 0)..<4
    func present(_ operands: [Operand?], _ name: StaticString) throws(OperatorError) -> [Operand] {
      for gate in 0..<4 where (operands[gate] != nil) != used.contains(gate) {
        throw OperatorError("'\(name)' of gate \(gate) is absent, or is not where others are")
      }
      return operands.compactMap { $0 }
    }
    inputWeights = try present(input, "input weights")
    recurrentWeights = try present(gates(places.recurrentWeights), "recurrent weights")
    biases = gates(places.biases)
    _ = try present(biases, "bias")
    gains = gates(places.gains)
    if gains.contains(where: { $0 != nil }) { _ = try present(gains, "gains") }
    self.auxiliary = auxiliary
    auxiliaryWeights =
      auxiliary == nil ? [] : try present(gates(places.auxiliaryWeights), "auxiliary weights")
    guard let hidden = operand(places.hiddenState), let cell = operand(places.cellState) else {
      throw OperatorError("a state is absent")
    }
    (hiddenState, cellState) = (hidden, cell)
    let weights = recurrentWeights[0].shape
    guard weights.rank == 2, weights.elementCount > 0 else {
      throw OperatorError("recurrent weights \(weights.description) must have rank 2 and elements")
    }
    (cellCount, outputCount) = (weights[0], weights[1])
    projection = operand(places.projectionWeights).map {
      ($0, operand(places.projectionWeights + 1))
    }
    for (place, gate) in [0, 1, 3].enumerated() {
      peepholes[gate] = operand(places.peepholes + place)
    }
    if peepholes.contains(where: { $0 != nil }) {
      for gate in [0, 1, 3] where (peepholes[gate] != nil) != used.contains(gate) {
        throw OperatorError("peephole weights of gate \(gate) are absent, or should be")
      }
    }
    try checkShapes()
    try checkTypes(isInteger: inputs[0]!.type == .int8)
  }

  /// Whether all is in integers.
  private func checkTypes(isInteger: Bool) throws(OperatorError) {
    let type = inputWeights[0].type
    for weights in inputWeights + recurrentWeights + auxiliaryWeights where weights.type != type {
      throw OperatorError("weights are \(type.name) and \(weights.type.name), must be of one type")
    }
    var weightTypes: ElementTypeSet = .int8
    if !isInteger {
      weightTypes.insert(.float32)
      weightTypes.insert(.uint8)
    }
    func require(_ operands: [Operand?], _ types: ElementTypeSet) throws(OperatorError) {
      for operand in operands {
        guard let operand, !types.contains(operand.type) else { continue }
        throw OperatorError(
          "has \(operand.type.name) where its input takes \(types.names)")
      }
    }
    try require([inputWeights[0], projection?.weights], weightTypes)
    try require(peepholes, isInteger ? .int16 : weightTypes)
    let biasType = ElementTypeSet(isInteger ? .int32 : .float32)
    try require(biases + [projection?.bias], biasType)
    try require(gains + [cellState], ElementTypeSet(isInteger ? .int16 : .float32))
    try require([hiddenState], ElementTypeSet(isInteger ? .int8 : .float32))
  }

  var isCoupled: Bool { inputWeights.count == 3 }
  var isNormalized: Bool { gains[1] != nil }

  private func checkShapes() throws(OperatorError) {
    for weights in inputWeights {
      try weights.requireShape("input weights", [cellCount, sequence.depth])
    }
    for weights in auxiliaryWeights {
      try weights.requireShape(
        "auxiliary weights", [cellCount, auxiliary!.shape.dimension(fromEnd: 1)])
    }
    for weights in recurrentWeights {
      try weights.requireShape("recurrent weights", [cellCount, outputCount])
    }
    for vector in biases + gains + peepholes {
      try vector?.requireShape("a bias, gain or peephole", [cellCount])
    }
    if let projection {
      try projection.weights.requireShape("projection weights", [outputCount, cellCount])
      try projection.bias?.requireShape("projection bias", [outputCount])
    } else if cellCount != outputCount {
      throw OperatorError(
        "has \(cellCount) cells for \(outputCount) results, but no projection weights")
    }
    try hiddenState.requireState("hidden state", batch: sequence.batch, count: outputCount)
    try cellState.requireState("cell state", batch: sequence.batch, count: cellCount)
  }

  /// - Parameter number: of its first product among those of the operator.
  /// - Throws: where weights are not constant or quantized as they must not be.
  func prepare(
    input: Operand, result: RecurrentResult, isReversed: Bool = false,
    _ attributes: LstmAttributes, number: Int = 0, _ context: inout PrepareContext
  ) throws(OperatorError) -> (kernel: String, stages: [Stage]) {
    try context.requireOutputs(input.type)
    if input.type == .int8 { return try prepareIntegers(input, result, attributes, &context) }
    let isSymmetric = !attributes.quantizesAsymmetrically
    let (sequence, rowCount) = (self.sequence, self.sequence.rowCount)
    let inputs = try RecurrentProduct(
      inputWeights, biases: isNormalized ? [] : biases, rowCount: rowCount,
      isSymmetric: isSymmetric, number: number, &context)
    let recurrent = try RecurrentProduct(
      recurrentWeights, rowCount: sequence.batch, isSymmetric: isSymmetric, number: number + 1,
      &context)
    var projected: RecurrentProduct?
    if let projection {
      projected = try RecurrentProduct(
        [projection.weights], biases: [projection.bias], rowCount: sequence.batch,
        isSymmetric: isSymmetric, number: number + 2, &context)
    }
    let sums = context.scratch(
      byteCount: try RecurrentSequence.byteCount(rows: rowCount, width: inputs.width))
    let gates = context.scratch(
      byteCount: try RecurrentSequence.byteCount(rows: sequence.batch, width: inputs.width))
    let cells = try LstmCells(
      count: cellCount, isCoupled: isCoupled, peepholes: peepholes, gains: gains,
      offsets: isNormalized ? biases : gains, attributes, &context)
    let (state, hiddenState) = (cellState.slot, self.hiddenState.slot)
    let hidden =
      projected == nil
      ? hiddenState : context.scratch(byteCount: cellState.elementCount * MemoryLayout<Float>.size)
    var stages = inputs.stages(input: input.slot, output: sums)
    if let auxiliary {
      let product = try RecurrentProduct(
        auxiliaryWeights, rowCount: rowCount, isSymmetric: isSymmetric, number: number + 3,
        &context)
      stages += try product.stages(input: auxiliary.slot, addedTo: sums, &context)
    }
    let (cellCount, outputCount, width) = (self.cellCount, self.outputCount, inputs.width)
    let clip = attributes.projectionClip
    stages.append(
      Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
        let last = tensors.elements(hiddenState, as: Float.self)
        for turn in 0..<sequence.steps {
          let step = isReversed ? sequence.steps - 1 - turn : turn
          recurrent.run(last, to: tensors.elements(gates), tensors)
          for item in 0..<sequence.batch {
            cells.step(
              tensors.elements(sums) + sequence.row(step: step, item: item) * width,
              tensors.elements(gates) + item * width, tensors.elements(state) + item * cellCount,
              tensors.elements(hidden) + item * cellCount)
          }
          if let projected {
            projected.run(tensors.elements(hidden), to: last, tensors)
            if clip > 0 { f32_limit(clip, last, sequence.batch * outputCount) }
          }
          result.store(last, count: outputCount, step: step, sequence, tensors)
        }
      })
    return (inputs.kernel, stages)
  }
}
