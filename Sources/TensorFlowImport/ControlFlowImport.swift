// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Loops and branches stay nodes; the functions that they name become graphs of the program.
extension GraphImport {
  /// Imports a loop or a branch whose inputs are imported.
  ///
  /// Handles of variables are no operands of the node: the functions' graphs refer to the variables
  /// themselves. A loop gives each handle unchanged.
  mutating func controlFlow(
    _ node: TFNodeDef, _ inputs: [Binding], in frame: Frame, _ index: Int
  ) throws -> [Binding] {
    let isLoop = node.op.hasSuffix("While")
    guard isLoop || !inputs.isEmpty else { throw importError("it has no input", node: node.name) }
    let passed = isLoop ? inputs : Array(inputs.dropFirst())
    let types = try context.operators.results(of: node).types
    guard !isLoop || types.count == inputs.count else {
      throw importError(
        "it has \(inputs.count) inputs but \(types.count) results", node: node.name)
    }
    var attributes = try context.operators.attributes(of: node)
    for name in ["cond", "body", "then_branch", "else_branch", "branches"] {
      guard let attribute = attributes[name] else { continue }
      let call = FunctionCall(
        node: node, arguments: passed, dropsVariableResults: isLoop && name == "body")
      attributes[name] = try imported(attribute, by: call)
    }
    let operands = try inputs.filter { !$0.isVariable }.map { try operand($0) }
    var values = try resultValues(of: node, types: types)
    if isLoop { values = zip(values, inputs).filter { !$1.isVariable }.map(\.0) }
    // The attributes that have an entry for each operand; a branch's output_shapes are of results.
    for name in isLoop ? ["T", "output_shapes"] : ["Tin"] {
      guard case .list(let list) = attributes[name], list.count == passed.count else { continue }
      attributes[name] = .list(zip(list, passed).filter { !$1.isVariable }.map(\.0))
    }
    var results = graph.append(
      .tensorFlow(node.op, attributes), name: node.name, inputs: operands, results: values
    ).map { Binding.value($0) }[...]
    guard isLoop else { return Array(results) }
    return inputs.map { $0.isVariable ? $0 : results.removeFirst() }
  }

  /// What a node passes to the functions that it names.
  private struct FunctionCall {
    let node: TFNodeDef
    let arguments: [Binding]
    let dropsVariableResults: Bool
  }

  /// A function attribute that names the graph made of the function.
  private func imported(_ attribute: Attribute, by call: FunctionCall) throws -> Attribute {
    switch attribute {
    case .function(let name): .function(try graphName(of: name, for: call))
    case .list(let list): .list(try list.map { try imported($0, by: call) })
    default: attribute
    }
  }

  /// The name of the program's graph for a function, made when it is first needed with the same
  /// variables among its arguments.
  private func graphName(of function: String, for call: FunctionCall) throws -> String {
    let body = try context.functions.body(function, caller: call.node.name)
    guard body.arguments.count == call.arguments.count else {
      throw importError(
        "it passes \(call.arguments.count) operands to function '\(function)', "
          + "which takes \(body.arguments.count)", node: call.node.name)
    }
    let shapes = try argumentShapes(of: call)
    let key = call.arguments.enumerated().reduce(function) { key, argument in
      switch argument.element {
      case .variable(let index): key + ",\(index)"
      case .value: key + ",\(shapes[argument.offset].map { "\($0)" } ?? "?")"
      }
    }
    if let name = context.functionGraphNames[key] { return name }
    try context.enter(function, from: call.node.name)
    defer { context.leave() }
    let name = context.newGraphName(function)
    var functionImport = GraphImport(name: name, context: context)
    try functionImport.importBody(body, shapes: shapes, for: call)
    context.functionGraphs.append(functionImport.graph)
    context.functionGraphNames[key] = name
    return name
  }

  /// A loop's shapes are those that hold for every turn, from its own attribute.
  private func argumentShapes(of call: FunctionCall) throws -> [[Int?]?] {
    let noted = call.node.attribute("output_shapes")?.list.shape ?? []
    return try call.arguments.enumerated().map { index, argument in
      guard case .value(let value) = argument else { return nil }
      guard call.node.op.hasSuffix("While") else { return graph[value].shape }
      return noted.count == call.arguments.count
        ? try noted[index].partialShape(of: call.node.name) : nil
    }
  }

  private mutating func importBody(
    _ body: GraphBody, shapes: [[Int?]?], for call: FunctionCall
  ) throws {
    var arguments: [Binding] = []
    for (index, argument) in body.arguments.enumerated() {
      if call.arguments[index].isVariable {
        arguments.append(call.arguments[index])
        continue
      }
      let value = graph.add(
        Value(
          name: argument.name, type: try .from(argument.type, node: call.node.name),
          shape: shapes[index]))
      graph.inputs.append(value)
      arguments.append(.value(value))
    }
    let results = try bindings(of: body.results, in: Frame(body, arguments: arguments))
    if call.dropsVariableResults {
      guard results.count == arguments.count else {
        throw importError(
          "its body gives \(results.count) results for \(arguments.count) operands",
          node: call.node.name)
      }
      graph.outputs = try zip(results, call.arguments).filter { !$1.isVariable }
        .map { try operand($0.0) }
    } else {
      graph.outputs = try results.map { try operand($0) }
    }
    graph.removeDeadNodes()
  }
}

extension Binding {
  fileprivate var isVariable: Bool {
    if case .variable = self { true } else { false }
  }
}
