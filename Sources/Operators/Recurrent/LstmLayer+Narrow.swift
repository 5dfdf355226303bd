// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

extension LstmLayer {
  /// The integer form with 8-bit sums, which twelve intermediate tensors tell: for each gate the
  /// scale of what is normalized, and scales and zero points of the sums over the input and over the
  /// last result.
  ///
  /// - Throws: where the layer is not coupled, normalized and projected with a bias, has peephole
  ///   weights or another scale of states than 2⁻¹⁵; where a scale is missing, or weights are not
  ///   constant.
  func prepareNarrowIntegers(
    _ input: Operand, _ result: RecurrentResult, _ attributes: LstmAttributes,
    _ context: inout PrepareContext
  ) throws(OperatorError) -> (kernel: String, stages: [Stage]) {
    let parameters = PreparedBuffer(try narrowLayer(input, attributes, context.intermediates))
    let sums = context.scratch(
      byteCount: cellCount.saturatingProduct(3 * MemoryLayout<Int16>.size))
    let (cellCount, outputCount, sequence) = (self.cellCount, self.outputCount, self.sequence)
    let (state, hiddenState) = (cellState.slot, self.hiddenState.slot)
    let stage = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      let last = tensors.elements(hiddenState, as: Int8.self)
      for step in 0..<sequence.steps {
        for item in 0..<sequence.batch {
          s8_narrow_lstm_step(
            parameters.elements(),
            tensors.elements(input.slot) + sequence.row(step: step, item: item) * sequence.depth,
            tensors.elements(sums), tensors.elements(state) + item * cellCount,
            last + item * outputCount)
        }
        result.store(last, count: outputCount, step: step, sequence, tensors)
      }
    }
    return ("s8_narrow_lstm_step", [stage])
  }

  private func narrowLayer(
    _ input: Operand, _ attributes: LstmAttributes, _ intermediates: [Quantization?]
  ) throws(OperatorError) -> s8_narrow_lstm {
    guard isCoupled, isNormalized, let projection, let bias = projection.bias,
      !peepholes.contains(where: { $0 != nil })
    else {
      throw OperatorError(
        "8-bit sums take a layer that is coupled, normalized and projected with a bias, without "
          + "peephole weights")
    }
    let (x, hidden) = (
      try input.uniformQuantization("input"), try hiddenState.uniformQuantization("hidden state")
    )
    guard try cellState.uniformQuantization("cell state").scale == 0x1p-15 else {
      throw OperatorError("'cell state' beside 8-bit sums must have scale 2⁻¹⁵")
    }
    var gates: [s8_narrow_gate] = []
    for gate in 0..<3 {
      gates.append(try narrowGate(gate, (x.scale, hidden.scale), intermediates))
    }
    let scale = try projection.weights.symmetricScale("projection weights")
    return s8_narrow_lstm(
      depth: sequence.depth, count: cellCount, outputs: outputCount,
      input_zero_point: x.zeroPoint, output_zero_point: hidden.zeroPoint,
      state_limit: attributes.cellClip > 0 && attributes.cellClip < 1
        ? Int32(attributes.cellClip * 0x1p15) : 32768,
      output_limit: attributes.projectionClip > 0
        ? Int32(min(attributes.projectionClip / hidden.scale, 127)) : 128,
      gates: (gates[0], gates[1], gates[2]),
      projection: try projection.weights.elements("projection weights"),
      bias: try bias.elements("projection bias"),
      projected: try linnet_multiplier(Double(scale * 0x1p-15 / hidden.scale)))
  }

  /// - Parameters:
  ///   - gate: 0 for the forget gate, 1 for the cell gate, 2 for the output gate.
  ///   - rows: the scales of rows and of last results.
  private func narrowGate(
    _ gate: Int, _ rows: (Float, Float), _ intermediates: [Quantization?]
  ) throws(OperatorError) -> s8_narrow_gate {
    func intermediate(_ place: Int) throws(OperatorError) -> UniformQuantization {
      try Operand(
        type: .int8, shape: .scalar, quantization: intermediates[3 * (gate + 1) + place], slot: 0,
        constant: nil
      ).uniformQuantization("intermediate tensor")
    }
    let (gains, offsets) = (gains[gate + 1]!, biases[gate + 1]!)
    let (input, last) = (inputWeights[gate], recurrentWeights[gate])
    let (sum, first, second) = (
      try intermediate(0).scale, try intermediate(1), try intermediate(2)
    )
    // The reference multiplies scales in single precision.
    let firstScale = try input.symmetricScale("input weights") * rows.0 / first.scale
    let secondScale = try last.symmetricScale("recurrent weights") * rows.1 / second.scale
    let gain = FixedPointMultiplier(Double(try gains.uniformQuantization("gains").scale))
    return s8_narrow_gate(
      weights: (try input.elements("input weights"), try last.elements("recurrent weights")),
      products: (
        try linnet_multiplier(Double(firstScale)), try linnet_multiplier(Double(secondScale))
      ),
      parts: (
        try linnet_multiplier(Double(first.scale / sum)),
        try linnet_multiplier(Double(second.scale / sum))
      ),
      zero_points: (first.zeroPoint, second.zeroPoint), gains: try gains.elements("gains"),
      offsets: try offsets.elements("bias"),
      gain: Float(sign: .plus, exponent: Int(gain.shift) - 31, significand: Float(gain.mantissa)))
  }
}

extension Operand {
  /// - Throws: if the operand is not constant.
  fileprivate func elements<Element>(
    _ name: StaticString
  ) throws(OperatorError) -> UnsafePointer<Element> {
    guard let elements = constantElements(as: Element.self)?.baseAddress else {
      throw OperatorError("'\(name)' must be constant")
    }
    return elements
  }
}
