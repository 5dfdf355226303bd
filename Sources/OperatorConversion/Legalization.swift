// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Turns graphs of TensorFlow operators into graphs of lite operators.
///
/// Nodes that only pass a value on vanish. All nodes that cannot be converted are reported at
/// once; those that only depend on one of them are not.
package struct Legalization {
  private let conversions: [String: any TensorFlowConversion.Type]

  package init() {
    var conversions: [String: any TensorFlowConversion.Type] = [:]
    for conversion in allConversions {
      for name in conversion.tensorFlowNames {
        precondition(conversions[name] == nil, "\(name) is converted twice")
        conversions[name] = conversion
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
    for graph in program.graphs {
      let (converted, map) = try legalized(graph)
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
    return Program(graphs: graphs, signatures: signatures)
  }

  /// One graph converted, and the new value for each old one that is still there.
  private func legalized(_ graph: Graph) throws(ConversionError) -> (Graph, [ValueID?]) {
    var state = State(graph: graph)
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

  init(graph: Graph) {
    old = graph
    legalizer = Legalizer(graphName: graph.name)
    map = Array(repeating: nil, count: graph.values.count)
  }

  mutating func defineInputs() throws(ConversionError) {
    for input in old.inputs {
      map[input.index] = try legalizer.define(input: old[input])
    }
  }

  /// Converts one node, or notes why not.
  mutating func convert(_ node: Node, by conversions: [String: any TensorFlowConversion.Type]) {
    guard case .tensorFlow(let operation, let attributes) = node.operation else {
      failures.append(
        ConversionError("is in the lite format already", node: node.name, stage: "legalize"))
      return
    }
    guard let conversion = conversions[operation] else {
      unsupported[operation, default: []].append(node.name)
      return
    }
    do throws(ConversionError) {
      guard let inputs = try newInputs(of: node) else { return }
      let converted = try legalizer.convert(
        TensorFlowNode(
          name: node.name, operation: operation, inputs: inputs,
          resultCount: node.outputs.count, attributes: attributes), by: conversion)
      for (result, new) in zip(node.outputs, converted) {
        map[result.index] = new
        if !inputs.contains(new) { legalizer.rename(new, to: old[result].name) }
      }
    } catch {
      failures.append(error)
    }
  }

  /// The converted inputs of a node; nil if one could not be converted.
  private mutating func newInputs(of node: Node) throws(ConversionError) -> [ValueID]? {
    var inputs: [ValueID] = []
    for case let input? in node.inputs {
      if map[input.index] == nil, old[input].constant != nil {
        map[input.index] = try legalizer.define(constant: old[input])
      }
      guard let new = map[input.index] else { return nil }
      inputs.append(new)
    }
    return inputs
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
      if map[output.index] == nil, old[output].constant != nil {
        map[output.index] = try legalizer.define(constant: old[output])
      }
      guard let new = map[output.index] else {
        throw ConversionError(
          "output '\(old[output].name)' is given by no node", stage: "legalize")
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
