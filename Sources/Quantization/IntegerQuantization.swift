// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// A program whose operators compute in int8, from one that computes in float and the ranges of its
/// activations.
///
/// Operators without an int8 form stay float between DEQUANTIZE and QUANTIZE. Inputs and outputs
/// keep the float type unless `io` says otherwise.
///
/// Source: TensorFlow Lite 8-bit quantization specification.
package struct IntegerQuantization: Sendable {
  /// Element type of the program's inputs and outputs: float32, int8 or uint8.
  package let io: ElementType
  /// The ranges that calibration found, by graph and value.
  package let ranges: [[ValueID: ValueRange]]

  package init(io: ElementType, ranges: [[ValueID: ValueRange]]) {
    self.io = io
    self.ranges = ranges
  }

  /// - Throws: `ConversionError` that names a node whose results were never seen in calibration.
  package func quantized(_ program: Program) throws(ConversionError) -> Program {
    var result = program
    for index in program.graphs.indices {
      var quantizer = GraphQuantizer(program.graphs[index], ranges: ranges[index], io: io)
      result.graphs[index] = try quantizer.run()
      let renamed = quantizer.renamedArguments
      for position in result.signatures.indices where result.signatures[position].graph == index {
        let rename = { (argument: inout Signature.Argument) in
          argument.value = renamed[argument.value] ?? argument.value
        }
        for i in result.signatures[position].inputs.indices {
          rename(&result.signatures[position].inputs[i])
        }
        for i in result.signatures[position].outputs.indices {
          rename(&result.signatures[position].outputs[i])
        }
      }
    }
    return result
  }
}

/// Quantizes one graph, node by node in order.
private struct GraphQuantizer {
  private let source: Graph
  private let ranges: [ValueID: ValueRange]
  private let io: ElementType
  private var groups: ScaleGroups
  private var result: Graph
  /// Which of the source's nodes compute in int8.
  private var isQuantized: [Bool]
  /// The int8 and the float form of each of the source's float activations, as far as made.
  private var int8Forms: [ValueID: ValueID] = [:]
  private var floatForms: [ValueID: ValueID] = [:]
  /// New values for the signature's arguments, where they changed.
  private(set) var renamedArguments: [ValueID: ValueID] = [:]

  init(_ graph: Graph, ranges: [ValueID: ValueRange], io: ElementType) {
    source = graph
    self.ranges = ranges
    self.io = io
    groups = ScaleGroups(valueCount: graph.values.count)
    result = graph
    result.nodes = []
    isQuantized = graph.nodes.map { Self.canQuantize($0, in: graph) }
    keepFloatBeforeFloat()
  }

  mutating func run() throws(ConversionError) -> Graph {
    collectScales()
    for input in source.inputs { addInput(input) }
    for (index, node) in source.nodes.enumerated() {
      if isQuantized[index] {
        try addQuantized(node)
      } else {
        try addFloat(node)
      }
    }
    result.inputs = source.inputs.map { renamedArguments[$0] ?? $0 }
    var outputs: [ValueID] = []
    for output in source.outputs { outputs.append(try addOutput(output)) }
    result.outputs = outputs
    return result
  }

  // MARK: Which operators

  /// Whether the operator has an int8 form for these operands: all activations float, weights and
  /// bias constant.
  private static func canQuantize(_ node: Node, in graph: Graph) -> Bool {
    guard case .lite(let operation) = node.operation else { return false }
    let rules = operation.operandRules
    guard rules.scales != .unquantized else { return false }
    var activationCount = 0
    for (index, input) in node.inputs.enumerated() {
      guard let input, let rule = rules.input(index) else { continue }
      let value = graph[input]
      switch rule.role {
      case .activation:
        guard value.type == .float32, rule.types.contains(.int8) else { return false }
        activationCount += 1
      case .weights, .bias:
        let quantized: ElementType = rule.role == .bias ? .int32 : .int8
        guard value.type == .float32, value.constant != nil, value.staticShape != nil,
          rule.types.contains(quantized)
        else { return false }
      case .control: continue
      }
    }
    guard activationCount > 0 else { return false }
    // Of comparisons, runtimes take only scales under 1, and 256 steps make numbers equal that differ.
    if rules.scales == .inputsOnly, activationCount > 1 { return false }
    return rules.scales == .inputsOnly
      || node.outputs.enumerated().allSatisfy {
        graph[$1].type == .float32 && rules.output($0)?.types.contains(.int8) == true
      }
  }

  /// Leaves operators float that only prepare a value for float ones: the bound or offset before a
  /// logarithm, root or quotient would vanish in 256 steps.
  ///
  /// They have one operand that is no constant, so that no scale is asked for twice.
  private mutating func keepFloatBeforeFloat() {
    var users: [ValueID: [Int]] = [:]
    for (index, node) in source.nodes.enumerated() {
      for input in Set(node.inputs.compactMap { $0 }) { users[input, default: []].append(index) }
    }
    for (index, node) in source.nodes.enumerated().reversed() where isQuantized[index] {
      guard let rules = rules(node), !rules.allowsDynamicRange,
        let input = soleVariable(node, rules),
        node.outputs.allSatisfy({ output in
          let using = users[output] ?? []
          return !using.isEmpty && !source.outputs.contains(output)
            && source[output].hasAsManyElements(as: source[input])
            && using.allSatisfy { !isQuantized[$0] }
        })
      else { continue }
      isQuantized[index] = false
    }
  }

  /// The only operand of a node that carries data and is no constant.
  private func soleVariable(_ node: Node, _ rules: OperandRules) -> ValueID? {
    let variables = activations(node, rules).filter { source[$0].constant == nil }
    return variables.count == 1 ? variables[0] : nil
  }

  private func rules(_ node: Node) -> OperandRules? {
    if case .lite(let operation) = node.operation { operation.operandRules } else { nil }
  }

  /// The node's inputs that carry data, constants included.
  private func activations(_ node: Node, _ rules: OperandRules) -> [ValueID] {
    node.inputs.enumerated().compactMap { index, input in
      rules.input(index)?.role == .activation ? input : nil
    }
  }

  // MARK: Scales

  private mutating func collectScales() {
    for (value, range) in ranges { groups.extend(value, by: range) }
    for index in source.values.indices {
      let value = ValueID(index: index)
      guard source[value].type == .float32, let constant = source[value].constant else { continue }
      if isActivationConstant(value) {
        constant.bytes.withMemoryRebound(to: Float.self) {
          groups.extend(value, by: ValueRange(of: $0))
        }
        groups.addSource(value)
      }
    }
    for input in source.inputs { groups.addSource(input) }
    for (index, node) in source.nodes.enumerated() { collectScales(of: node, isQuantized[index]) }
  }

  /// Whether a constant has a scale of its own in some node.
  private func isActivationConstant(_ value: ValueID) -> Bool {
    for (index, node) in source.nodes.enumerated() where isQuantized[index] {
      let rules = rules(node)!
      let inputs = activations(node, rules)
      guard inputs.contains(value) else { continue }
      let takesScale =
        rules.scales == .shared
        || rules.scales == .inputsOnly && inputs.contains { source[$0].constant == nil }
      if !takesScale { return true }
    }
    return false
  }

  private mutating func collectScales(of node: Node, _ quantized: Bool) {
    guard quantized, let rules = rules(node) else {
      for output in node.outputs { groups.addSource(output) }
      return
    }
    let inputs = activations(node, rules)
    switch rules.scales {
    case .shared:
      // Constants take the others' scale: what of them comes through is in the results' range.
      let members = inputs.filter { source[$0].constant == nil } + node.outputs
      for value in members.dropFirst() { groups.join(members[0], value) }
      if members.count < inputs.count + node.outputs.count { groups.addSource(members[0]) }
    case .inputsOnly:
      let members = inputs.filter { source[$0].constant == nil }
      for value in members.dropFirst() { groups.join(members[0], value) }
    case .fixedOutput(let scale, let zeroPoint):
      for output in node.outputs {
        groups.fix(output, Quantization(scale: scale, zeroPoint: zeroPoint))
        groups.addSource(output)
      }
    case .free, .unquantized:
      for output in node.outputs { groups.addSource(output) }
    }
  }

  private func scale(of value: ValueID, for node: String) throws(ConversionError) -> Quantization {
    if let quantization = groups.quantization(of: value) { return quantization }
    throw ConversionError(
      "no range is known for '\(source[value].name)': the representative data never reached it",
      node: node, stage: "quantize")
  }

  // MARK: Forms of a value

  /// The scale that a node's constants take from its other operands.
  private func sharedScale(
    of node: Node, _ rules: OperandRules
  ) throws(ConversionError) -> Quantization? {
    guard rules.scales == .shared || rules.scales == .inputsOnly else { return nil }
    let variable = activations(node, rules).first { source[$0].constant == nil }
    guard let member = variable ?? (rules.scales == .shared ? node.outputs.first : nil) else {
      return nil
    }
    return try scale(of: member, for: node.name)
  }

  /// The value in int8: a constant with the scale given, anything else with the one of its own
  /// that its users expect.
  private mutating func int8Form(
    of value: ValueID, with shared: Quantization?, for node: String
  ) throws(ConversionError) -> ValueID {
    if let shared, source[value].constant != nil {
      return result.add(ConstantQuantizer.int8Activation(source[value], shared))
    }
    return try int8Form(of: value, for: node)
  }

  /// The value in int8, with the scale that its users expect.
  private mutating func int8Form(
    of value: ValueID, for node: String
  ) throws(ConversionError) -> ValueID {
    if let form = int8Forms[value] { return form }
    let quantization = try scale(of: value, for: node)
    let form: ValueID
    if source[value].constant != nil {
      form = result.add(ConstantQuantizer.int8Activation(source[value], quantization))
    } else {
      form = addConversion(.lite(.quantize(Quantize())), of: value, suffix: "quantized") {
        $0.type = .int8
        $0.quantization = quantization
      }
    }
    int8Forms[value] = form
    return form
  }

  /// The value in float: as it was, or dequantized.
  private mutating func floatForm(of value: ValueID) -> ValueID {
    if let form = floatForms[value] { return form }
    guard let int8 = int8Forms[value] else { return value }
    let form = addConversion(.lite(.dequantize(Dequantize())), of: int8, suffix: "dequantized") {
      $0.type = .float32
      $0.quantization = nil
    }
    floatForms[value] = form
    return form
  }

  private mutating func addConversion(
    _ operation: Operation, of value: ValueID, suffix: String, change: (inout Value) -> Void
  ) -> ValueID {
    var converted = result[value]
    change(&converted)
    converted.name += "_" + suffix
    return result.append(
      operation, name: converted.name, inputs: [value], results: [converted])[0]
  }

  // MARK: Nodes

  private mutating func addFloat(_ node: Node) throws(ConversionError) {
    var node = node
    node.inputs = node.inputs.map { input in
      guard let input, source[input].type == .float32, source[input].constant == nil else {
        return input
      }
      return floatForm(of: input)
    }
    result.nodes.append(node)
    for output in node.outputs { floatForms[output] = output }
  }

  private mutating func addQuantized(_ node: Node) throws(ConversionError) {
    let rules = rules(node)!
    var inputs = node.inputs
    var inputScale: Float?
    for (index, input) in node.inputs.enumerated() {
      guard let input, rules.input(index)?.role == .activation else { continue }
      let form = try int8Form(of: input, with: sharedScale(of: node, rules), for: node.name)
      if inputScale == nil { inputScale = result[form].quantization!.scale }
      inputs[index] = form
    }
    quantizeWeights(of: node, rules, inputScale: inputScale ?? 1, into: &inputs)
    var outputs: [ValueID] = []
    for output in node.outputs { outputs.append(try int8Result(output, of: node, rules)) }
    result.nodes.append(
      Node(name: node.name, operation: node.operation, inputs: inputs, outputs: outputs))
    if rules.scales != .inputsOnly { requantizeResults(of: node, outputs) }
  }

  /// The value that a quantized node gives in place of `output`.
  private mutating func int8Result(
    _ output: ValueID, of node: Node, _ rules: OperandRules
  ) throws(ConversionError) -> ValueID {
    guard rules.scales != .inputsOnly else { return output }
    var value = source[output]
    value.type = .int8
    if let fixed = groups.fixedQuantization(of: output) {
      value.quantization = fixed
    } else {
      value.quantization = try scale(of: output, for: node.name)
    }
    return result.add(value)
  }

  /// Where the format fixes another scale than the users read, a QUANTIZE changes it.
  private mutating func requantizeResults(of node: Node, _ outputs: [ValueID]) {
    for (output, given) in zip(node.outputs, outputs) {
      let wanted = groups.quantization(of: output)
      if let wanted, wanted != result[given].quantization {
        int8Forms[output] = addConversion(
          .lite(.quantize(Quantize())), of: given, suffix: "requantized"
        ) { $0.quantization = wanted }
      } else {
        int8Forms[output] = given
      }
    }
  }

  private mutating func quantizeWeights(
    of node: Node, _ rules: OperandRules, inputScale: Float, into inputs: inout [ValueID?]
  ) {
    let bias = node.inputs.indices.first { rules.input($0)?.role == .bias && inputs[$0] != nil }
    for (index, input) in node.inputs.enumerated() {
      guard let input, case .weights(let axis)? = rules.input(index)?.role,
        let shape = source[input].staticShape
      else { continue }
      let magnitudes = ConstantQuantizer.magnitudes(
        of: source[input].constant!.bytes, shape: shape, axis: axis)
      let biases = bias.map { source[inputs[$0]!].constant!.elements(as: Float.self) }
      let scales = magnitudes.enumerated().map { channel, magnitude in
        Self.weightScale(
          magnitude, bias: biases.map { largestBias($0, channel, of: magnitudes.count) } ?? 0,
          inputScale: inputScale)
      }
      inputs[index] = result.add(
        ConstantQuantizer.int8Weights(source[input], shape: shape, axis: axis, scales: scales))
      if let bias {
        let biasScales = scales.map { inputScale * $0 }
        inputs[bias] = result.add(
          ConstantQuantizer.int32Bias(source[inputs[bias]!], scales: biasScales))
      }
    }
  }

  /// The largest magnitude among the biases that a weight scale serves.
  private func largestBias(_ biases: [Float], _ channel: Int, of channels: Int) -> Float {
    channels == 1 ? biases.reduce(0) { max($0, abs($1)) } : abs(biases[channel])
  }

  /// `magnitude / 127`, or more where the bias would take over half of the int32 range.
  ///
  /// Channels whose weights are all 0 get the scale that represents their bias best.
  private static func weightScale(_ magnitude: Float, bias: Float, inputScale: Float) -> Float {
    let forBias = Float(Double(bias) / (Double(inputScale) * Double(1 << 30)))
    let scale = max(magnitude / 127, forBias)
    return scale > 0 && scale.isNormal ? scale : 1
  }

  // MARK: Inputs and outputs

  private mutating func addInput(_ input: ValueID) {
    guard io != .float32, source[input].type == .float32,
      let quantization = groups.quantization(of: input)
    else { return }
    var value = source[input]
    value.type = io
    value.quantization = quantization
    if io == .uint8 { value.quantization!.zeroPoints[0] += 128 }
    let argument = result.add(value)
    renamedArguments[input] = argument
    if io == .int8 {
      int8Forms[input] = argument
    } else {
      int8Forms[input] = addConversion(
        .lite(.quantize(Quantize())), of: argument, suffix: "quantized"
      ) {
        $0.type = .int8
        $0.quantization = quantization
      }
    }
  }

  private mutating func addOutput(_ output: ValueID) throws(ConversionError) -> ValueID {
    guard source[output].type == .float32 else { return output }
    if source.inputs.contains(output) { return renamedArguments[output] ?? output }
    var form: ValueID
    if io == .float32 {
      form = floatForm(of: output)
      result[form].name = source[output].name
    } else {
      form = try int8Form(of: output, for: source[output].name)
      if io == .uint8 {
        form = addConversion(.lite(.quantize(Quantize())), of: form, suffix: "uint8") {
          $0.type = .uint8
          $0.quantization!.zeroPoints[0] += 128
        }
      }
    }
    renamedArguments[output] = form
    return form
  }
}

extension Value {
  /// Whether two values have as many elements, unknown dimensions taken to be the same.
  fileprivate func hasAsManyElements(as other: Value) -> Bool {
    guard let shape, let otherShape = other.shape else { return false }
    return shape.count { $0 == nil } == otherShape.count { $0 == nil }
      && shape.reduce(1.0) { $0 * Double($1 ?? 1) }
        == otherShape.reduce(1.0) { $0 * Double($1 ?? 1) }
  }
}
