// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf

/// Nodes that refer to each other by name: the main graph's or a function's.
final class GraphBody {
  /// A function's name; nil for the main graph.
  let function: String?
  let nodes: [TFNodeDef]
  let arguments: [TFOpDef.ArgDef]
  /// References to the results, in the order of the function's signature.
  let results: [String]
  /// What a node that names the function as its operator calls its results.
  let resultNames: [String]
  /// Names of the nodes that must run although no result needs them.
  let controlResults: [String]
  private let nodeIndices: [String: Int]
  private let argumentIndices: [String: Int]

  init(mainGraph graph: TFGraphDef) throws {
    function = nil
    nodes = graph.node
    arguments = []
    results = []
    resultNames = []
    controlResults = []
    nodeIndices = try Self.indices(of: graph.node, in: "the graph")
    argumentIndices = [:]
  }

  init(_ definition: TFFunctionDef) throws {
    let signature = definition.signature
    function = signature.name
    nodes = definition.nodeDef
    arguments = signature.inputArg
    resultNames = signature.outputArg.map(\.name)
    results = try signature.outputArg.map { output in
      guard let reference = definition.ret[output.name] else {
        throw importError(
          "function '\(signature.name)' does not say what its result '\(output.name)' is")
      }
      return reference
    }
    controlResults = definition.controlRet.values.sorted()
    nodeIndices = try Self.indices(of: nodes, in: "function '\(signature.name)'")
    argumentIndices = Dictionary(
      signature.inputArg.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first }
    )
  }

  private static func indices(of nodes: [TFNodeDef], in place: String) throws -> [String: Int] {
    var indices: [String: Int] = [:]
    indices.reserveCapacity(nodes.count)
    for (index, node) in nodes.enumerated() {
      guard indices.updateValue(index, forKey: node.name) == nil else {
        throw importError("\(place) has two nodes of this name", node: node.name)
      }
    }
    return indices
  }

  /// What a reference to a tensor points to.
  enum Source {
    case argument(Int)
    /// A result of a node: the nth of those that its operator calls `group`, or of all.
    case node(Int, group: Substring?, Int)
  }

  /// Reads `argument`, `node`, `node:2` and `node:group:2`.
  ///
  /// - Throws: if there is no such node.
  func source(of reference: String) throws -> Source {
    let text = reference.utf8
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
      if let index = argumentIndices[reference] { return .argument(index) }
      return .node(try index(of: reference, in: reference), group: nil, 0)
    }
    let node = try index(of: String(reference[..<colon]), in: reference)
    let rest = reference[text.index(after: colon)...]
    guard let second = rest.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      return Int(rest).map { .node(node, group: nil, $0) } ?? .node(node, group: rest, 0)
    }
    if let number = Int(rest[rest.utf8.index(after: second)...]) {
      return .node(node, group: rest[..<second], number)
    }
    throw importError("\(place) uses '\(reference)', which is no reference to a tensor")
  }

  private func index(of node: String, in reference: String) throws -> Int {
    guard let index = nodeIndices[node] else {
      throw importError("\(place) uses '\(reference)', which it does not define")
    }
    return index
  }

  /// The nodes that references need, in the body's order; control inputs do not count.
  func nodesNeeded(by references: [String]) throws -> [TFNodeDef] {
    var seen: Set<Int> = []
    var open = references
    while let reference = open.popLast() {
      guard case .node(let node, _, _) = try source(of: reference), seen.insert(node).inserted
      else { continue }
      open += nodes[node].dataInputs
    }
    return seen.sorted().map { nodes[$0] }
  }

  /// The node that runs before another, from a control input such as `^node`.
  func controlSource(_ name: Substring) throws -> Int {
    guard let node = nodeIndices[String(name)] else {
      throw importError("\(place) uses '\(name)', which it does not define")
    }
    return node
  }

  var place: String { function.map { "function '\($0)'" } ?? "the graph" }
}

/// The functions of a model, read when they are first called.
final class FunctionLibrary {
  private let stored: [String: Data]
  private var bodies: [String: GraphBody] = [:]

  init(_ library: TFFunctionDefLibrary) throws {
    var stored: [String: Data] = [:]
    stored.reserveCapacity(library.function.count)
    for data in library.function {
      guard let head = try? TFFunctionName(serializedBytes: data, options: .forImport) else {
        throw importError("a function is damaged; copy the model again")
      }
      let name = head.signature.name
      guard stored.updateValue(data, forKey: name) == nil else {
        throw importError("the file defines function '\(name)' twice; save the model again")
      }
    }
    self.stored = stored
  }

  func contains(_ name: String) -> Bool { stored[name] != nil }

  /// - Parameter caller: the node that names the function.
  func body(_ name: String, caller: String) throws -> GraphBody {
    if let body = bodies[name] { return body }
    guard let data = stored[name] else {
      throw importError(
        "it calls function '\(name)', which the file does not define; save the model again",
        node: caller)
    }
    guard let definition = try? TFFunctionDef(serializedBytes: data, options: .forImport) else {
      throw importError("function '\(name)' is damaged; copy the model again", node: caller)
    }
    let body = try GraphBody(definition)
    bodies[name] = body
    return body
  }
}
