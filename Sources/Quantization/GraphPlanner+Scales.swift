// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The scales of activations, and those of constants, which follow from them.
extension GraphPlanner {
  mutating func collectScales(ranges: [ValueRange], set: [ValueID: ValueRange]) {
    for (index, range) in ranges.enumerated() where !range.isEmpty {
      groups.extend(ValueID(index: index), by: range)
    }
    for (value, range) in set { groups.setRange(range, of: value) }
    for value in constantsWithOwnScale {
      source[value].constant!.bytes.withMemoryRebound(to: Float.self) {
        groups.extend(constant: value, by: ValueRange.finite(in: $0).range)
      }
      groups.addSource(value)
    }
    for input in source.inputs { groups.addSource(input) }
    for (index, node) in source.nodes.enumerated() { collectScales(of: node, isInteger(index)) }
  }

  /// Float constants that have a scale of their own: in some node, or as an output.
  private var constantsWithOwnScale: Set<ValueID> {
    var values: Set<ValueID> = io == .float32 ? [] : Set(source.outputs)
    for (index, node) in source.nodes.enumerated() where isInteger(index) {
      let rules = rules(node)!
      values.formUnion(activations(node, rules).filter { !takesSharedScale($0, of: node, rules) })
    }
    return values.filter { source[$0].type == .float32 && source[$0].constant != nil }
  }

  /// Whether an operand of a node is a constant that takes the scale of the other operands: what
  /// of it comes through is in the results' range.
  func takesSharedScale(_ value: ValueID, of node: Node, _ rules: OperandRules) -> Bool {
    guard source[value].constant != nil else { return false }
    return rules.scales == .shared
      || rules.scales == .inputsOnly
        && activations(node, rules).contains { source[$0].constant == nil }
  }

  private mutating func collectScales(of node: Node, _ isInteger: Bool) {
    guard isInteger, let rules = rules(node) else {
      for output in node.outputs { groups.addSource(output) }
      return
    }
    let inputs = activations(node, rules)
    if case .lite(.fakeQuant(let trained)) = node.operation {
      // Training has chosen the range; the result is the operand itself.
      groups.join(inputs[0], node.outputs[0])
      groups.setRange(
        ValueRange(minimum: trained.minimum, maximum: trained.maximum), of: node.outputs[0])
      return
    }
    switch rules.scales {
    case .shared:
      let members = inputs.filter { source[$0].constant == nil } + node.outputs
      for value in members.dropFirst() { groups.join(members[0], value) }
      if members.count < inputs.count + node.outputs.count { groups.addSource(members[0]) }
    case .inputsOnly:
      let members = inputs.filter { source[$0].constant == nil }
      for value in members.dropFirst() { groups.join(members[0], value) }
    case .fixedOutput(let scale, let zeroPoint):
      for output in node.outputs {
        groups.fix(output, scheme.fixedResult(scale: scale, zeroPoint: zeroPoint))
        groups.addSource(output)
      }
    case .free, .unquantized:
      for output in node.outputs { groups.addSource(output) }
    }
  }

  /// The values that are read or given in integers with the scale of their group.
  var integerValues: Set<ValueID> {
    var values: Set<ValueID> = []
    for (index, node) in source.nodes.enumerated() where isInteger(index) {
      let rules = rules(node)!
      values.formUnion(
        activations(node, rules).filter { !takesSharedScale($0, of: node, rules) })
      if rules.scales != .inputsOnly { values.formUnion(node.outputs) }
    }
    guard io != .float32 else { return values }
    return values.union((source.inputs + source.outputs).filter { source[$0].type == .float32 })
  }

  /// - Throws: for an output that is to be given in integers, and of which no range is known.
  func checkOutputs(
    _ activations: [ValueID: QuantizationPlan.Activation]
  ) throws(ConversionError) {
    guard io != .float32 else { return }
    for output in source.outputs where source[output].type == .float32 {
      guard activations[output] != nil || source.inputs.contains(output) else {
        throw ConversionError(
          "no range is known for output '\(source[output].name)': the representative data never "
            + "reached it; leave --io float32", stage: "quantize")
      }
    }
  }

  func nameSharing(among activations: inout [ValueID: QuantizationPlan.Activation]) {
    let members = Dictionary(grouping: activations.keys) { groups.group(of: $0) }
    for group in members.values where group.count > 1 {
      for value in group {
        activations[value]!.sharedWith = group.filter { $0 != value }.sorted { $0.index < $1.index }
      }
    }
  }

  // MARK: Constants

  mutating func planConstants(
    of index: Int, _ activations: [ValueID: QuantizationPlan.Activation]
  ) {
    let node = source.nodes[index]
    guard let rules = rules(node), let rule = recipeRule(of: index) else { return }
    switch layers[index].form {
    case .integer: planInteger(index, node, rules, rule, activations)
    case .dynamicRange:
      if case .lite(let operation) = node.operation, isTableLookup(node, operation) {
        let table = node.inputs[0]!
        let magnitude = magnitudes(of: table, source[table].staticShape!, nil)[0]
        layers[index].constants[0] = .init(
          type: .int8,
          quantization: Quantization(
            weightScales: [Self.weightScale(magnitude)], axis: nil))
      }
      for (place, value, shape, axis) in weightOperands(of: node, rules)
      where shape.elementCount >= rule.configuration.minimumElementCount {
        let axis = rule.configuration.granularity == .channel ? axis : nil
        let scales = magnitudes(of: value, shape, axis).map { Self.weightScale($0) }
        layers[index].constants[place] = .init(
          type: .int8, quantization: Quantization(weightScales: scales, axis: axis))
      }
    case .storedInteger:
      for (place, axis) in storedConstants(of: node, rule) {
        let value = node.inputs[place]!
        let scales = magnitudes(of: value, source[value].staticShape!, axis)
          .map { Self.weightScale($0) }
        layers[index].constants[place] = .init(
          type: .int8, quantization: Quantization(weightScales: scales, axis: axis))
      }
    case .float16:
      for place in halvedConstants(of: node, rule) {
        layers[index].constants[place] = .init(type: .float16)
      }
    case .float, .notFloat: break
    }
  }

  private mutating func planInteger(
    _ index: Int, _ node: Node, _ rules: OperandRules, _ rule: Recipe.Rule,
    _ known: [ValueID: QuantizationPlan.Activation]
  ) {
    let inputs = activations(node, rules)
    let shared = inputs.first { source[$0].constant == nil }.flatMap { known[$0] }
    for (place, input) in node.inputs.enumerated() {
      guard let input, rules.input(place)?.role == .activation,
        takesSharedScale(input, of: node, rules)
      else { continue }
      let quantization = shared ?? node.outputs.first.flatMap { known[$0] }
      layers[index].constants[place] = .init(
        type: scheme.activationType, quantization: quantization?.quantization)
    }
    for (place, output) in node.outputs.enumerated() where rules.scales != .inputsOnly {
      guard let fixed = groups.fixedQuantization(of: output),
        fixed != known[output]?.quantization
      else { continue }
      layers[index].fixedResults[place] = fixed
    }
    let scale = inputs.first.flatMap {
      takesSharedScale($0, of: node, rules) ? shared : known[$0]
    }
    planWeights(index, node, rules, rule, inputScale: scale?.quantization.scale ?? 1)
  }

  /// int8 weights, and the bias in the scale of their products with the input.
  private mutating func planWeights(
    _ index: Int, _ node: Node, _ rules: OperandRules, _ rule: Recipe.Rule, inputScale: Float
  ) {
    let bias = node.inputs.indices.first {
      rules.input($0)?.role == .bias && node.inputs[$0] != nil
    }
    let biases = bias.map { source[node.inputs[$0]!].constant!.elements(as: Float.self) }
    for (place, value, shape, axis) in weightOperands(of: node, rules) {
      let axis = rule.configuration.granularity == .channel ? axis : nil
      let magnitudes = magnitudes(of: value, shape, axis)
      let scales = magnitudes.enumerated().map { channel, magnitude in
        Self.weightScale(
          magnitude, bias: biases.map { largestBias($0, channel, of: magnitudes.count) } ?? 0,
          inputScale: inputScale)
      }
      layers[index].constants[place] = .init(
        type: .int8, quantization: Quantization(weightScales: scales, axis: axis))
      if let bias {
        layers[index].constants[bias] = .init(
          type: scheme.biasType,
          quantization: Quantization(weightScales: scales.map { inputScale * $0 }, axis: nil))
      }
    }
  }

  private func magnitudes(of value: ValueID, _ shape: Shape, _ axis: Int?) -> [Float] {
    ConstantQuantizer.magnitudes(of: source[value].constant!, shape: shape, axis: axis)
  }

  /// The largest magnitude among the biases that a weight scale serves.
  private func largestBias(_ biases: [Float], _ channel: Int, of channels: Int) -> Float {
    channels == 1 ? biases.reduce(0) { max($0, abs($1)) } : abs(biases[channel])
  }

  /// `magnitude / 127`, or more where the bias would take over half of the int32 range.
  ///
  /// Channels whose weights are all 0 get the scale that represents their bias best.
  private static func weightScale(
    _ magnitude: Float, bias: Float = 0, inputScale: Float = 1
  ) -> Float {
    let forBias = Float(Double(bias) / (Double(inputScale) * Double(1 << 30)))
    let scale = max(magnitude / 127, forBias)
    return scale > 0 && scale.isNormal ? scale : 1
  }
}

extension Quantization {
  /// Symmetric scales, one for all or one for each index along `axis`.
  fileprivate init(weightScales scales: [Float], axis: Int?) {
    self.init(
      scales: scales, zeroPoints: Array(repeating: 0, count: scales.count), axis: axis ?? 0)
  }
}
