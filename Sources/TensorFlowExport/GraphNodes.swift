// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore
import TensorFlowImport

/// A value of JSON, as `JSONSerialization` takes it.
typealias JSONObject = [String: Any]

/// Names of nodes, each given once.
struct NodeNames {
  private var taken: Set<String> = []

  /// The name, in characters that TensorFlow allows, with a number behind it if it is taken.
  mutating func unique(_ name: String) -> String {
    let allowed = name.unicodeScalars.map { scalar -> Character in
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      return isPlain || "_./-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    var base = String(allowed)
    // The first character is a letter, a number or a dot.
    if base.isEmpty || "_/-".contains(base.first!) { base = "node" + base }
    var candidate = base
    var number = 0
    while !taken.insert(candidate).inserted {
      number += 1
      candidate = "\(base)_\(number)"
    }
    return candidate
  }
}

/// A graph as nodes that refer to each other by names, and the constants that these hold.
struct GraphNodes {
  private let graph: Graph
  /// The function's name; nil for the main graph.
  private let function: String?
  private var names: NodeNames
  /// What each value is called where it is used.
  private var references: [String?]
  private(set) var nodes: [JSONObject] = []
  private(set) var weights: [WebWeight] = []

  /// - Parameter names: those that are taken.
  init(_ graph: Graph, function: String?, names: NodeNames = NodeNames()) {
    self.graph = graph
    self.function = function
    self.names = names
    references = Array(repeating: nil, count: graph.values.count)
  }

  // MARK: The main graph

  /// Adds what is fed.
  ///
  /// - Parameter name: of the node, taken already.
  mutating func addPlaceholder(_ value: ValueID, name: String) throws {
    let type = try dataType(graph[value].type, name)
    add(
      "Placeholder", name, [],
      ["dtype": ["type": type], "shape": ["shape": shapeObject(graph[value].shape)]])
    references[value.index] = name
  }

  /// Adds a node that gives a value under a name, which is taken already.
  mutating func addResult(_ value: ValueID, name: String) throws {
    let type = try dataType(graph[value].type, name)
    add("Identity", name, [try reference(value)], ["T": ["type": type]])
  }

  // MARK: A function

  /// The graph as a function.
  mutating func definition() throws -> JSONObject {
    let name = function ?? ""
    let inputs = try graph.inputs.enumerated().map { index, value in
      let argument = names.unique("input_\(index)")
      references[value.index] = argument
      return ["name": argument, "type": try dataType(graph[value].type, name)]
    }
    try addNodes()
    var results: [String: String] = [:]
    let outputs = try graph.outputs.enumerated().map { index, value in
      results["output_\(index)"] = try reference(value)
      return ["name": "output_\(index)", "type": try dataType(graph[value].type, name)]
    }
    return [
      "signature": ["name": name, "inputArg": inputs, "outputArg": outputs], "nodeDef": nodes,
      "ret": results,
    ]
  }

  // MARK: Nodes

  mutating func addNodes() throws {
    for node in graph.nodes {
      guard case .tensorFlow(let operation, let attributes) = node.operation else {
        throw exportError("is no operator of TensorFlow", node: node.name)
      }
      guard operation != "VarHandleOp" else {
        throw exportError(
          "it is a variable that the model assigns while it runs, which TensorFlow.js cannot",
          node: node.name)
      }
      let name = names.unique(node.name)
      let inputs = try node.inputs.map { input in
        guard let input else {
          throw exportError("lacks an operand", node: node.name)
        }
        return try reference(input)
      }
      var object: JSONObject = [:]
      for (key, value) in attributes { object[key] = try attribute(value, node: node.name) }
      add(operation, name, inputs, object)
      try refer(to: node, as: name, operation, attributes)
    }
  }

  private mutating func refer(
    to node: Node, as name: String, _ operation: String, _ attributes: [String: Attribute]
  ) throws {
    guard function != nil else {
      for (index, output) in node.outputs.enumerated() {
        references[output.index] = index == 0 ? name : "\(name):\(index)"
      }
      return
    }
    guard let results = resultReferences(of: operation, attributes),
      results.count >= node.outputs.count
    else { throw exportError("has results whose names are not known", node: node.name) }
    for (result, output) in zip(results, node.outputs) {
      references[output.index] = "\(name):\(result)"
    }
  }

  private mutating func add(
    _ operation: String, _ name: String, _ inputs: [String], _ attributes: JSONObject
  ) {
    var node: JSONObject = ["name": name, "op": operation, "attr": attributes]
    if !inputs.isEmpty { node["input"] = inputs }
    nodes.append(node)
  }

  /// What a value is called; a constant becomes a node when it is first used.
  private mutating func reference(_ value: ValueID) throws -> String {
    if let reference = references[value.index] { return reference }
    let constant = graph[value]
    guard let data = constant.constant else {
      throw exportError("value '\(constant.name)' is used and not given")
    }
    // Weights are found by the names of nodes, those of functions among all others.
    let prefix = function.map { $0 + "/" } ?? ""
    let name = names.unique(prefix + (constant.name.isEmpty ? "constant" : constant.name))
    let type = try dataType(constant.type, name)
    add(
      "Const", name, [],
      [
        "dtype": ["type": type],
        "value": ["tensor": ["dtype": type, "tensorShape": shapeObject(constant.shape)]],
      ])
    weights.append(
      try WebWeight(
        name: name, shape: constant.staticShape ?? .scalar, type: constant.type, data: data))
    let reference = function == nil ? name : name + ":output:0"
    references[value.index] = reference
    return reference
  }

  // MARK: Attributes

  private func attribute(_ attribute: Attribute, node: String) throws -> JSONObject {
    switch attribute {
    case .integer(let number): return ["i": "\(number)"]
    case .float(let number): return ["f": numberObject(number)]
    case .bool(let flag): return ["b": flag]
    case .string(let text): return ["s": Data(text.utf8).base64EncodedString()]
    case .type(let type): return ["type": try dataType(type, node)]
    case .shape(let shape): return ["shape": shapeObject(shape)]
    case .function(let name): return ["func": ["name": name]]
    case .tensor: throw exportError("has a tensor among its attributes", node: node)
    case .list(let elements):
      let objects = try elements.map { try self.attribute($0, node: node) }
      guard let kind = objects.first?.keys.first else { return ["list": JSONObject()] }
      return ["list": [kind: objects.compactMap { $0[kind] }]]
    }
  }
}

/// As protobuf writes numbers that JSON has none of.
private func numberObject(_ number: Float) -> Any {
  if number.isNaN { return "NaN" }
  if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
  return Double(number)
}

/// Sizes are texts, open ones −1.
func shapeObject(_ shape: [Int?]?) -> JSONObject {
  guard let shape else { return ["unknownRank": true] }
  return shape.isEmpty ? [:] : ["dim": shape.map { ["size": "\($0 ?? -1)"] }]
}

func dataType(_ type: ElementType, _ node: String) throws -> String {
  guard let name = type.dataTypeName else {
    throw exportError("has the element type \(type.name), which TensorFlow.js has not", node: node)
  }
  return name
}

/// An error of the export stage.
func exportError(_ reason: String, node: String? = nil) -> ConversionError {
  ConversionError(reason, node: node, stage: "export")
}
