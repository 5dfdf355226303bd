// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

extension QuantizationPlan {
  /// The program as the plan says.
  ///
  /// Integer layers stand between QUANTIZE and DEQUANTIZE where their neighbours are float; half
  /// float constants go through DEQUANTIZE. What graphs pass to each other, and what variables
  /// hold, stays as it is.
  package func quantizedProgram() -> Program {
    var result = program
    for index in program.graphs.indices {
      var emitter = PlanEmitter(program.graphs[index], graphs[index])
      result.graphs[index] = emitter.run()
      let renamed = emitter.renamedArguments
      for position in result.signatures.indices where result.signatures[position].graph == index {
        result.signatures[position].renameArguments { renamed[$0] ?? $0 }
      }
    }
    return result
  }
}

extension Signature {
  fileprivate mutating func renameArguments(_ renamed: (ValueID) -> ValueID) {
    for index in inputs.indices { inputs[index].value = renamed(inputs[index].value) }
    for index in outputs.indices { outputs[index].value = renamed(outputs[index].value) }
  }
}

/// Writes one graph as its plan says, node by node in order.
private struct PlanEmitter {
  private let source: Graph
  private let plan: GraphPlan
  private var result: Graph
  /// The integer and the float form of each of the source's float values, as far as made.
  private var integerForms: [ValueID: ValueID] = [:]
  private var floatForms: [ValueID: ValueID] = [:]
  /// The results of the DEQUANTIZE behind constants that are stored smaller.
  private var widenedForms: [ValueID: ValueID] = [:]
  /// New values for the graph's inputs and outputs, where they changed.
  private(set) var renamedArguments: [ValueID: ValueID] = [:]

  init(_ graph: Graph, _ plan: GraphPlan) {
    source = graph
    self.plan = plan
    result = graph
    result.nodes = []
  }

  mutating func run() -> Graph {
    for input in source.inputs { addInput(input) }
    for (node, layer) in zip(source.nodes, plan.layers) {
      if layer.form == .integer {
        addInteger(node, layer)
      } else {
        addFloat(node, layer)
      }
    }
    result.inputs = source.inputs.map { renamedArguments[$0] ?? $0 }
    var outputs: [ValueID] = []
    for output in source.outputs { outputs.append(addOutput(output)) }
    result.outputs = outputs
    return result
  }

  // MARK: Forms of a value

  /// The value in integers, with the scale that its users expect.
  private mutating func integerForm(of value: ValueID) -> ValueID {
    if let form = integerForms[value] { return form }
    let quantization = plan.activations[value]!.quantization
    let type = plan.scheme.activationType
    let form: ValueID
    if source[value].constant != nil {
      form = result.add(plan.scheme.constant(source[value], quantization))
    } else {
      form = addConversion(.lite(.quantize(Quantize())), of: value, suffix: "quantized") {
        $0.type = type
        $0.quantization = quantization
      }
    }
    integerForms[value] = form
    return form
  }

  /// The value in float: as it was, or dequantized.
  private mutating func floatForm(of value: ValueID) -> ValueID {
    if let form = floatForms[value] { return form }
    guard let integers = integerForms[value] else { return value }
    let form = addConversion(.lite(.dequantize(Dequantize())), of: integers, suffix: "dequantized")
    {
      $0.type = .float32
      $0.quantization = nil
    }
    floatForms[value] = form
    return form
  }

  /// A constant that is stored in half precision.
  private mutating func widenedForm(of value: ValueID) -> ValueID {
    if let form = widenedForms[value] { return form }
    let half = result.add(ConstantQuantizer.float16(source[value]))
    var float = source[value]
    float.constant = nil
    float.name += "_dequantized"
    let form = result.append(
      .lite(.dequantize(Dequantize())), name: float.name, inputs: [half], results: [float])[0]
    widenedForms[value] = form
    return form
  }

  /// A constant that is stored in int8.
  private mutating func dequantizedForm(
    of value: ValueID, _ quantization: Quantization
  ) -> ValueID {
    if let form = widenedForms[value] { return form }
    let stored = result.add(
      ConstantQuantizer.int8Weights(
        source[value], shape: source[value].staticShape!, quantization))
    var float = source[value]
    float.constant = nil
    float.name += "_dequantized"
    let form = result.append(
      .lite(.dequantize(Dequantize())), name: float.name, inputs: [stored], results: [float])[0]
    widenedForms[value] = form
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

  // MARK: Layers

  private mutating func addFloat(_ node: Node, _ layer: LayerPlan) {
    var node = node
    for (place, input) in node.inputs.enumerated() {
      guard let input, source[input].type == .float32 else { continue }
      switch layer.constants[place]?.type {
      case .float16: node.inputs[place] = widenedForm(of: input)
      case .int8 where layer.form == .storedInteger:
        node.inputs[place] = dequantizedForm(of: input, layer.constants[place]!.quantization!)
      case .int8:
        node.inputs[place] = result.add(
          ConstantQuantizer.int8Weights(
            source[input], shape: source[input].staticShape!,
            layer.constants[place]!.quantization!))
      default:
        if source[input].constant == nil { node.inputs[place] = floatForm(of: input) }
      }
    }
    if case .lite(.gather) = node.operation, let table = layer.constants[0]?.quantization {
      return addLookup(node, in: table)
    }
    result.nodes.append(node)
    for output in node.outputs { floatForms[output] = output }
  }

  /// Takes int8 rows from a table, which are then made float.
  private mutating func addLookup(_ node: Node, in quantization: Quantization) {
    let output = node.outputs[0]
    var rows = source[output]
    (rows.type, rows.quantization) = (.int8, quantization)
    rows.name += "_rows"
    let found = result.append(node.operation, name: node.name, inputs: node.inputs, results: [rows])
    result.nodes.append(
      Node(
        name: source[output].name, operation: .lite(.dequantize(Dequantize())), inputs: [found[0]],
        outputs: [output]))
    floatForms[output] = output
  }

  private mutating func addInteger(_ node: Node, _ layer: LayerPlan) {
    guard case .lite(let operation) = node.operation else { return }
    if case .fakeQuant = operation {
      integerForms[node.outputs[0]] = integerForm(of: node.inputs[0]!)
      return
    }
    let rules = operation.operandRules
    var inputs = node.inputs
    for (place, input) in node.inputs.enumerated() {
      guard let input else { continue }
      let constant = layer.constants[place]
      switch rules.input(place)?.role {
      case .activation:
        inputs[place] =
          constant?.quantization.map {
            result.add(plan.scheme.constant(source[input], $0))
          } ?? integerForm(of: input)
      case .weights:
        guard let quantization = constant?.quantization else { continue }
        inputs[place] = result.add(
          ConstantQuantizer.int8Weights(
            source[input], shape: source[input].staticShape!, quantization))
      case .bias:
        guard let quantization = constant?.quantization else { continue }
        inputs[place] = result.add(plan.scheme.bias(source[input], quantization))
      case .control, .state, nil: continue
      }
    }
    guard rules.scales != .inputsOnly else {
      result.nodes.append(
        Node(
          name: node.name, operation: node.operation, inputs: inputs, outputs: node.outputs))
      return
    }
    let outputs = node.outputs.enumerated().map { place, output in
      var value = source[output]
      value.type = plan.scheme.activationType
      value.quantization = layer.fixedResults[place] ?? plan.activations[output]?.quantization
      return result.add(value)
    }
    result.nodes.append(
      Node(name: node.name, operation: node.operation, inputs: inputs, outputs: outputs))
    requantizeResults(of: node, outputs)
  }

  /// Where the format fixes another scale than the users read, a QUANTIZE changes it.
  private mutating func requantizeResults(of node: Node, _ outputs: [ValueID]) {
    for (output, given) in zip(node.outputs, outputs) {
      let wanted = plan.activations[output]?.quantization
      if let wanted, wanted != result[given].quantization {
        integerForms[output] = addConversion(
          .lite(.quantize(Quantize())), of: given, suffix: "requantized"
        ) { $0.quantization = wanted }
      } else {
        integerForms[output] = given
      }
    }
  }

  // MARK: Inputs and outputs

  private mutating func addInput(_ input: ValueID) {
    guard plan.io != .float32, source[input].type == .float32,
      let quantization = plan.activations[input]?.quantization
    else { return }
    var value = source[input]
    value.type = plan.io
    value.quantization = quantization
    if plan.io == .uint8 { value.quantization!.zeroPoints[0] += 128 }
    let argument = result.add(value)
    renamedArguments[input] = argument
    let type = plan.scheme.activationType
    if plan.io == type {
      integerForms[input] = argument
    } else {
      integerForms[input] = addConversion(
        .lite(.quantize(Quantize())), of: argument, suffix: "quantized"
      ) {
        $0.type = type
        $0.quantization = quantization
      }
    }
  }

  private mutating func addOutput(_ output: ValueID) -> ValueID {
    guard source[output].type == .float32 else { return output }
    if source.inputs.contains(output) { return renamedArguments[output] ?? output }
    var form: ValueID
    if plan.io == .float32 {
      form = floatForm(of: output)
      result[form].name = source[output].name
    } else {
      form = integerForm(of: output)
      if plan.io == .uint8 {
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
