// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// A graph model of TensorFlow.js: what goes into `model.json` and the files of weights beside it.
///
/// The same program gives the same bytes.
package struct WebModelContents {
  /// The files by their names, `model.json` last.
  package let files: [(name: String, bytes: Data)]
  package let weightCount: Int
  package let weightByteCount: Int
  /// Names of operators that TensorFlow.js does not have, in their order.
  package let unknownOperators: [String]

  /// Bytes of the largest file of weights.
  private static let shardByteCount = 4 << 20

  /// - Parameters:
  ///   - program: graphs of TensorFlow's operators.
  ///   - signature: the one that the model has.
  /// - Throws: ``ConversionError`` where something cannot be said in TensorFlow.js.
  package init(
    _ program: Program, signature: Signature, quantization: WebQuantization
  ) throws {
    guard program.initializer == nil else {
      throw exportError("fills tables when it is loaded, which is not written for TensorFlow.js")
    }
    var names = NodeNames()
    let graph = program.graphs[signature.graph]
    let inputs = signature.inputs.map { ($0, names.unique($0.name)) }
    let outputs = signature.outputs.map { ($0, names.unique($0.name)) }
    var main = GraphNodes(graph, function: nil, names: names)
    for (argument, name) in inputs { try main.addPlaceholder(argument.value, name: name) }
    try main.addNodes()
    for (argument, name) in outputs { try main.addResult(argument.value, name: name) }
    var weights = main.weights
    var functions: [JSONObject] = []
    for function in program.functions(calledBy: graph) {
      var nodes = GraphNodes(function, function: function.name)
      functions.append(try nodes.definition())
      weights += nodes.weights
    }
    let shards = Shards(weights, quantization, limit: Self.shardByteCount)
    func tensor(_ argument: Signature.Argument, _ name: String) throws -> JSONObject {
      [
        "name": "\(name):0", "dtype": try dataType(graph[argument.value].type, name),
        "tensorShape": shapeObject(graph[argument.value].shape),
      ]
    }
    let model: JSONObject = [
      "format": "graph-model", "generatedBy": "TensorFlow", "convertedBy": "Linnet",
      "signature": [
        "inputs": try Self.named(inputs, tensor), "outputs": try Self.named(outputs, tensor),
      ],
      "modelTopology": [
        "node": main.nodes, "library": functions.isEmpty ? [:] : ["function": functions],
        "versions": ["producer": 1882],
      ] as JSONObject,
      "weightsManifest": [["paths": shards.files.map(\.name), "weights": shards.entries]],
    ]
    let json = try JSONSerialization.data(
      withJSONObject: model, options: [.sortedKeys, .withoutEscapingSlashes])
    files = shards.files + [("model.json", json)]
    weightCount = weights.count
    weightByteCount = shards.files.reduce(0) { $0 + $1.bytes.count }
    unknownOperators = program.operatorsUnknownToTheWeb(from: graph)
  }

  private static func named(
    _ arguments: [(Signature.Argument, String)],
    _ tensor: (Signature.Argument, String) throws -> JSONObject
  ) throws -> JSONObject {
    var named: JSONObject = [:]
    for (argument, name) in arguments { named[argument.name] = try tensor(argument, name) }
    return named
  }
}

/// The bytes of all weights end to end, cut into files.
private struct Shards {
  private(set) var files: [(name: String, bytes: Data)] = []
  private(set) var entries: [JSONObject] = []

  init(_ weights: [WebWeight], _ quantization: WebQuantization, limit: Int) {
    var bytes = Data()
    for weight in weights {
      let (stored, entry) = weight.stored(quantization)
      bytes += stored
      entries.append(entry)
    }
    let count = (bytes.count + limit - 1) / limit
    for index in 0..<count {
      let part = bytes[index * limit..<min((index + 1) * limit, bytes.count)]
      files.append(("group1-shard\(index + 1)of\(count).bin", Data(part)))
    }
  }
}

extension Program {
  /// The graphs that a graph calls, directly or not, each once, in the program's order.
  fileprivate func functions(calledBy graph: Graph) -> [Graph] {
    var called: Set<String> = []
    var open = [graph]
    while let next = open.popLast() {
      for name in next.calledNames where called.insert(name).inserted {
        open += graphs.filter { $0.name == name }
      }
    }
    return graphs.filter { called.contains($0.name) }
  }

  fileprivate func operatorsUnknownToTheWeb(from graph: Graph) -> [String] {
    let names = ([graph] + functions(calledBy: graph)).flatMap(\.nodes).compactMap { node in
      if case .tensorFlow(let name, _) = node.operation { name } else { nil }
    }
    return Set(names).subtracting(webOperators).sorted()
  }
}

extension Graph {
  /// The names of functions among the attributes of nodes.
  fileprivate var calledNames: [String] {
    nodes.flatMap { node -> [String] in
      guard case .tensorFlow(_, let attributes) = node.operation else { return [] }
      return attributes.values.flatMap(functionNames)
    }
  }
}

private func functionNames(_ attribute: Attribute) -> [String] {
  switch attribute {
  case .function(let name): [name]
  case .list(let elements): elements.flatMap(functionNames)
  default: []
  }
}
