// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Turns graphs of TensorFlow operators into graphs of lite operators.
///
/// Nodes that only pass a value on vanish. All nodes that cannot be converted are reported at
/// once; those that only depend on one of them are not.
package struct Legalization {
  private let conversions: [String: NamedConversion.Way]

  package init() {
    let named = namedConversions.map { ($0.names, NamedConversion.Way.operation($0.operation)) }
    let others = allConversions.map { ($0.tensorFlowNames, NamedConversion.Way.emission($0)) }
    var conversions: [String: NamedConversion.Way] = [:]
    for (names, way) in named + others {
      for name in names {
        precondition(conversions[name] == nil, "\(name) is converted twice")
        conversions[name] = way
      }
    }
    self.conversions = conversions
  }

  /// Every TensorFlow operator that can be converted.
  package var tensorFlowNames: [String] { conversions.keys.sorted() }

  /// The program with all graphs converted; signatures follow their values.
  package func legalized(_ program: Program) throws(ConversionError) -> Program {
    var graphs: [Graph] = []
    var maps: [[ValueID?]] = []
    // Functions come after the graphs that signatures call, and are taken in where they are called.
    let mainCount = 1 + (program.signatures.map(\.graph).max() ?? -1)
    let functions = Dictionary(
      program.graphs.dropFirst(mainCount).map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    for graph in program.graphs.prefix(mainCount) {
      let (converted, map) = try legalized(graph, functions)
      graphs.append(converted)
      maps.append(map)
    }
    var signatures = program.signatures
    for index in signatures.indices {
      let map = maps[signatures[index].graph]
      for argument in signatures[index].inputs.indices {
        let old = signatures[index].inputs[argument].value
        signatures[index].inputs[argument].value = map[old.index]!
      }
      for argument in signatures[index].outputs.indices {
        let old = signatures[index].outputs[argument].value
        signatures[index].outputs[argument].value = map[old.index]!
      }
    }
    var result = program
    (result.graphs, result.signatures) = (graphs, signatures)
    return result
  }

  /// One graph converted, and the new value for each old one that is still there.
  private func legalized(
    _ graph: Graph, _ functions: [String: Graph]
  ) throws(ConversionError) -> (Graph, [ValueID?]) {
    var state = State(
      graph: graph, legalizer: Legalizer(graphName: graph.name), functions: functions)
    try state.defineInputs()
    for node in graph.nodes {
      state.convert(node, by: conversions)
    }
    return try state.finished()
  }
}

/// Conversion of one graph under way.
private struct State {
  let old: Graph
  var legalizer: Legalizer
  /// New values by the index of the old.
  var map: [ValueID?]
  /// Nodes that no conversion is there for: names by TensorFlow operator.
  var unsupported: [String: [String]] = [:]
  var failures: [ConversionError] = []

  /// What branches call, by name.
  let functions: [String: Graph]

  init(graph: Graph, legalizer: Legalizer, functions: [String: Graph]) {
    old = graph
    self.legalizer = legalizer
    self.functions = functions
    map = Array(repeating: nil, count: graph.values.count)
  }

  mutating func defineInputs() throws(ConversionError) {
    for input in old.inputs {
      map[input.index] = try legalizer.define(input: old[input])
    }
  }

  /// Converts one node, or notes why not; a lite operator stays as it is.
  mutating func convert(_ node: Node, by conversions: [String: NamedConversion.Way]) {
    do throws(ConversionError) {
      switch node.operation {
      case .lite(let operation):
        guard let inputs = try newInputs(of: node) else { return }
        let results = try legalizer.keep(
          operation, name: node.name, inputs: inputs, count: node.outputs.count)
        define(node.outputs, as: results, inputs: inputs)
      case .tensorFlow(let operation, let attributes):
        if ["If", "StatelessIf"].contains(operation),
          let branch = try knownBranch(of: node, attributes)
        {
          try takeIn(branch, at: node, by: conversions)
          return
        }
        guard let conversion = conversions[operation] else {
          unsupported[operation, default: []].append(node.name)
          return
        }
        guard let inputs = try newInputs(of: node) else { return }
        let results = try legalizer.convert(
          TensorFlowNode(
            name: node.name, operation: operation, inputs: inputs,
            resultCount: node.outputs.count, attributes: attributes), by: conversion)
        define(node.outputs, as: results, inputs: inputs)
      }
    } catch {
      failures.append(error)
    }
  }

  /// The branch that is taken whatever the data are; nil where they decide.
  private mutating func knownBranch(
    of node: Node, _ attributes: [String: Attribute]
  ) throws(ConversionError) -> Graph? {
    guard let inputs = try newInputs(of: node), let condition = inputs.first,
      legalizer.type(of: condition) == .bool,
      let isTaken = legalizer.known(condition).constant?.elements(as: UInt8.self).first,
      case .function(let name)? = attributes[isTaken != 0 ? "then_branch" : "else_branch"],
      let branch = functions[name], branch.inputs.count == inputs.count - 1,
      branch.outputs.count == node.outputs.count
    else { return nil }
    return branch
  }

  /// Converts the nodes of a branch in place of the node that chooses it.
  private mutating func takeIn(
    _ branch: Graph, at node: Node, by conversions: [String: NamedConversion.Way]
  ) throws(ConversionError) {
    guard let inputs = try newInputs(of: node) else { return }
    var inner = State(graph: branch, legalizer: legalizer, functions: functions)
    for (input, value) in zip(branch.inputs, inputs.dropFirst()) { inner.map[input.index] = value }
    for node in branch.nodes { inner.convert(node, by: conversions) }
    var results: [ValueID?] = []
    for output in branch.outputs { results.append(try inner.newValue(of: output)) }
    legalizer = inner.legalizer
    failures += inner.failures
    unsupported.merge(inner.unsupported) { $0 + $1 }
    for (output, result) in zip(node.outputs, results) { map[output.index] = result }
  }

  private mutating func define(_ old: [ValueID], as new: [ValueID], inputs: [ValueID]) {
    for (result, new) in zip(old, new) {
      map[result.index] = new
      if !inputs.contains(new) { legalizer.rename(new, to: self.old[result].name) }
    }
  }

  /// The converted inputs of a node; nil if one could not be converted.
  private mutating func newInputs(of node: Node) throws(ConversionError) -> [ValueID]? {
    var inputs: [ValueID] = []
    for case let input? in node.inputs {
      guard let new = try newValue(of: input) else { return nil }
      inputs.append(new)
    }
    return inputs
  }

  /// The new value for an old one; nil where what gives it could not be converted.
  private mutating func newValue(of value: ValueID) throws(ConversionError) -> ValueID? {
    if map[value.index] == nil, old[value].constant != nil {
      map[value.index] = try legalizer.define(constant: old[value])
    }
    return map[value.index]
  }

  /// The new graph.
  ///
  /// - Throws: an error that lists every node that could not be converted.
  mutating func finished() throws(ConversionError) -> (Graph, [ValueID?]) {
    guard unsupported.isEmpty else { throw unsupportedOperators() }
    if failures.count == 1 { throw failures[0] }
    guard failures.isEmpty else {
      let list = failures.map { "'\($0.node ?? old.name)': \($0.reason)" }
      throw ConversionError(
        "\(list.count) nodes cannot be converted: " + list.joined(separator: "; "),
        stage: "legalize")
    }
    var outputs: [ValueID] = []
    for output in old.outputs {
      guard let new = try newValue(of: output) else {
        throw ConversionError(
          "output '\(old[output].name)' is given by no node", stage: "legalize")
      }
      guard legalizer.complexParts[new] == nil else {
        throw ConversionError(
          "output '\(old[output].name)' is complex; make it two outputs, of the real and the "
            + "imaginary part", stage: "legalize")
      }
      outputs.append(new)
    }
    legalizer.define(outputs: outputs)
    return (legalizer.graph, map)
  }

  private func unsupportedOperators() -> ConversionError {
    let shown = 3
    let list = unsupported.sorted { $0.key < $1.key }.map { operation, nodes in
      let names = nodes.prefix(shown).map { "'\($0)'" }.joined(separator: ", ")
      let more = nodes.count > shown ? " and \(nodes.count - shown) more" : ""
      return "\(operation) (\(names)\(more))"
    }
    return ConversionError(
      "not supported: \(list.joined(separator: "; ")); "
        + "compute these outside of the model or save it without them", stage: "legalize")
  }
}
