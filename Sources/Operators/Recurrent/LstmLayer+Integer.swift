// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

extension LstmLayer {
  /// The integer form: int8 activations and weights, int16 cell states and gates.
  ///
  /// Intermediate tensors tell the scales of each gate's sums, where they are normalized, and that of
  /// what the cells give before a projection.
  /// - Throws: where a scale is missing or does not fit, or weights are not constant.
  func prepareIntegers(
    _ input: Operand, _ result: RecurrentResult, _ attributes: LstmAttributes,
    _ context: inout PrepareContext
  ) throws(OperatorError) -> (kernel: String, stages: [Stage]) {
    if context.intermediates.count == 12 {
      return try prepareNarrowIntegers(input, result, attributes, &context)
    }
    let scales = try IntegerScales(self, input, context.intermediates)
    let gates = isCoupled ? 1..<4 : 0..<4
    var products: [IntegerProduct] = []
    for (place, gate) in gates.enumerated() {
      products.append(
        try IntegerProduct(
          inputWeights[place], bias: isNormalized ? nil : biases[gate], scales.input,
          scales.sums[gate], &context))
      products.append(
        try IntegerProduct(
          recurrentWeights[place], bias: nil, scales.hidden, scales.sums[gate], &context))
    }
    let cells = try IntegerCells(self, scales, attributes, &context)
    var projected: IntegerProduct?
    if let projection {
      projected = try IntegerProduct(
        projection.weights, bias: projection.bias, scales.cells, scales.hidden.scale, &context)
    }
    let gateCount = gates.count
    let limit = scales.limit(attributes.projectionClip)
    let sums = context.scratch(
      byteCount: (gateCount * cellCount + outputCount) * MemoryLayout<Int16>.size)
    let hidden = context.scratch(byteCount: cellCount)
    let (cellCount, outputCount, sequence) = (self.cellCount, self.outputCount, self.sequence)
    let (state, hiddenState) = (cellState.slot, self.hiddenState.slot)
    let stage = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      let rows = tensors.elements(input.slot, as: Int8.self)
      let last = tensors.elements(hiddenState, as: Int8.self)
      let sums = tensors.elements(sums, as: Int16.self)
      for step in 0..<sequence.steps {
        for item in 0..<sequence.batch {
          let own = last + item * outputCount
          sums.update(repeating: 0, count: gateCount * cellCount + outputCount)
          for gate in 0..<gateCount {
            let row = rows + sequence.row(step: step, item: item) * sequence.depth
            products[2 * gate].add(row, to: sums + gate * cellCount)
            products[2 * gate + 1].add(own, to: sums + gate * cellCount)
          }
          let cellRow = tensors.elements(state, as: Int16.self) + item * cellCount
          guard let projected else {
            cells.step(sums, cellRow, own)
            continue
          }
          cells.step(sums, cellRow, tensors.elements(hidden))
          let results = sums + gateCount * cellCount
          projected.add(tensors.elements(hidden), to: results)
          s8_narrow_sums(results, scales.hidden.zeroPoint, limit, own, outputCount)
        }
        result.store(last, count: outputCount, step: step, sequence, tensors)
      }
    }
    return ("s8_lstm_step", [stage])
  }
}

/// The scales of an integer LSTM's tensors.
private struct IntegerScales {
  let input: UniformQuantization
  let hidden: UniformQuantization
  /// Of what the cells give: the hidden state itself, or what is projected.
  let cells: UniformQuantization
  /// Of a cell's state: 2 to this power.
  let stateExponent: Int
  /// Of each gate's sums.
  let sums: [Float]

  init(
    _ layer: LstmLayer, _ input: Operand, _ intermediates: [Quantization?]
  ) throws(OperatorError) {
    self.input = try input.uniformQuantization("input")
    hidden = try layer.hiddenState.uniformQuantization("hidden state")
    guard intermediates.count == 5 else {
      throw OperatorError("has \(intermediates.count) intermediate tensors, needs 5 or 12")
    }
    func intermediate(_ index: Int) throws(OperatorError) -> UniformQuantization {
      try Operand(
        type: .int8, shape: Shape([]), quantization: intermediates[index], slot: 0, constant: nil
      ).uniformQuantization("intermediate tensor")
    }
    let given = try intermediate(4)
    // What is projected is stored less its zero point, as the reference does it.
    cells =
      layer.projection == nil
      ? given : UniformQuantization(scale: given.scale, zeroPoint: -given.zeroPoint)
    let scale = try layer.cellState.uniformQuantization("cell state").scale
    guard scale.significand == 1, (-15 ... -9).contains(Int(scale.exponent)) else {
      throw OperatorError("'cell state' has scale \(scale), must be a power of 2, 2⁻¹⁵ to 2⁻⁹")
    }
    stateExponent = Int(scale.exponent)
    var sums = [Float](repeating: 1 / 4096, count: 4)
    if layer.isNormalized {
      for gate in (layer.isCoupled ? 1 : 0)..<4 { sums[gate] = try intermediate(gate).scale }
    }
    self.sums = sums
  }

  /// The scale of a cell's state.
  var state: Double { Double(sign: .plus, exponent: stateExponent, significand: 1) }

  /// The largest magnitude of a projected result, in steps.
  func limit(_ clip: Float) -> Int32 {
    clip > 0 ? Int32(min(clip / hidden.scale, 127)) : 128
  }
}

extension linnet_multiplier {
  /// - Throws: if the factor is not finite or larger than the kernels take.
  init(_ factor: Double, addedShift: Int32 = 0) throws(OperatorError) {
    guard factor >= 0, factor < 4096 else {
      throw OperatorError("scales give a factor that is too large")
    }
    let multiplier = FixedPointMultiplier(factor)
    self.init(mantissa: multiplier.mantissa, shift: max(multiplier.shift + addedShift, -31))
  }
}

/// A product of int8 rows and weights whose results are added to sums of 16 bits.
private struct IntegerProduct {
  private let weights: UnsafePointer<Int8>
  private let bias: PreparedBuffer
  private let multiplier: linnet_multiplier
  private let count: Int
  private let depth: Int

  /// - Parameters:
  ///   - rows: the rows' quantization.
  ///   - sums: the scale of the sums.
  init(
    _ operand: Operand, bias: Operand?, _ rows: UniformQuantization, _ sums: Float,
    _ context: inout PrepareContext
  ) throws(OperatorError) {
    let values = try LayerWeights(operand, isUnsigned: false).values
    (count, depth) = (operand.shape[0], operand.shape[1])
    weights = values.baseAddress!.assumingMemoryBound(to: Int8.self)
    let scale = try operand.symmetricScale("weights")
    multiplier = try linnet_multiplier(Double(scale) * Double(rows.scale) / Double(sums))
    self.bias = try context.buffer(
      byteCount: count.saturatingProduct(MemoryLayout<Int32>.size))
    let biases = self.bias.elements(as: Int32.self)
    if let bias {
      guard let given = bias.constantElements(as: Int32.self) else {
        throw OperatorError("'bias' must be constant")
      }
      for index in 0..<count { biases[index] = given[index] }
    }
    for index in 0..<count {
      var sum: Int32 = 0
      for place in 0..<depth { sum &+= Int32(weights[index * depth + place]) }
      biases[index] &-= rows.zeroPoint &* sum
    }
  }

  func add(_ row: UnsafePointer<Int8>, to sums: UnsafeMutablePointer<Int16>) {
    s8_add_sums(row, weights, bias.elements(), multiplier, sums, count, depth)
  }
}

/// The cells of an integer LSTM, ready to step.
private final class IntegerCells {
  private let memory = PreparedBuffer(byteCount: MemoryLayout<s8_lstm_cells>.size)

  init(
    _ layer: LstmLayer, _ scales: IntegerScales, _ attributes: LstmAttributes,
    _ context: inout PrepareContext
  ) throws(OperatorError) {
    var gates: [s8_lstm_gate] = []
    for gate in 0..<4 { gates.append(try Self.gate(gate, layer, scales)) }
    var cells = s8_lstm_cells()
    cells.count = layer.cellCount
    cells.is_coupled = layer.isCoupled
    cells.state_bits = Int32(15 + scales.stateExponent)
    let clip = Double(attributes.cellClip) / scales.state
    cells.limit = attributes.cellClip > 0 ? Int32(min(clip, 32767)) : 32768
    cells.hidden = try linnet_multiplier(
      Double(sign: .plus, exponent: -30, significand: 1) / Double(scales.cells.scale))
    cells.hidden_zero_point = scales.cells.zeroPoint
    cells.gates = (gates[0], gates[1], gates[2], gates[3])
    memory.elements(as: s8_lstm_cells.self).initialize(to: cells)
  }

  private static func gate(
    _ gate: Int, _ layer: LstmLayer, _ scales: IntegerScales
  ) throws(OperatorError) -> s8_lstm_gate {
    var result = s8_lstm_gate()
    if let peepholes = layer.peepholes[gate] {
      result.peepholes = try elements(peepholes)
      let scale = Double(try peepholes.uniformQuantization("peephole weights").scale)
      result.peephole = try linnet_multiplier(
        scales.state * scale / Double(scales.sums[gate]))
    }
    if let gains = layer.gains[gate], let offsets = layer.biases[gate] {
      result.gains = try elements(gains)
      result.offsets = try elements(offsets)
      let scale = Double(try gains.uniformQuantization("gains").scale)
      result.gain = try linnet_multiplier(scale, addedShift: 12)
      result.least_variance = Int32(max(1, 10000 * scale))
    }
    return result
  }

  private static func elements<Element>(
    _ operand: Operand
  ) throws(OperatorError) -> UnsafePointer<Element> {
    guard let elements = operand.constantElements(as: Element.self)?.baseAddress else {
      throw OperatorError("'weights' and 'bias' must be constant")
    }
    return elements
  }

  /// One step of one row; see `s8_lstm_step`.
  func step(
    _ sums: UnsafeMutablePointer<Int16>, _ state: UnsafeMutablePointer<Int16>,
    _ hidden: UnsafeMutablePointer<Int8>
  ) {
    s8_lstm_step(memory.elements(), sums, state, hidden)
  }
}
