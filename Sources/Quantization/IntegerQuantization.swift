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
    var hasActivation = false
    for (index, input) in node.inputs.enumerated() {
      guard let input, let rule = rules.input(index) else { continue }
      let value = graph[input]
      switch rule.role {
      case .activation:
        guard value.type == .float32, rule.types.contains(.int8) else { return false }
        hasActivation = true
      case .weights, .bias:
        guard value.type == .float32, value.constant != nil, value.staticShape != nil else {
          return false
        }
      case .control: continue
      }
    }
    guard hasActivation else { return false }
    return rules.scales == .inputsOnly
      || node.outputs.enumerated().allSatisfy {
        graph[$1].type == .float32 && rules.output($0)?.types.contains(.int8) == true
      }
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

  private func isActivationConstant(_ value: ValueID) -> Bool {
    for (index, node) in source.nodes.enumerated() where isQuantized[index] {
      if activations(node, rules(node)!).contains(value) { return true }
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
      for value in inputs.dropFirst() + node.outputs { groups.join(inputs[0], value) }
    case .inputsOnly:
      for value in inputs.dropFirst() { groups.join(inputs[0], value) }
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
    var inputScale: Float = 1
    for (index, input) in node.inputs.enumerated() {
      guard let input, rules.input(index)?.role == .activation else { continue }
      let form = try int8Form(of: input, for: node.name)
      if index == 0 || inputs[0] == nil { inputScale = result[form].quantization!.scale }
      inputs[index] = form
    }
    quantizeWeights(of: node, rules, inputScale: inputScale, into: &inputs)
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
