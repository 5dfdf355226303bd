// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Conversion of one graph under way.
struct GraphConversion {
  let old: Graph
  var legalizer: Legalizer
  /// New values by the index of the old.
  var map: [ValueID?]
  /// Nodes that no conversion is there for: names by TensorFlow operator.
  var unsupported: [String: [String]] = [:]
  var failures: [ConversionError] = []
  /// What loops and branches call.
  let callees: CalleeGraphs

  init(of graph: Graph, named name: String, _ callees: CalleeGraphs) {
    old = graph
    legalizer = Legalizer(graphName: name, sharing: callees.resources)
    map = Array(repeating: nil, count: graph.values.count)
    self.callees = callees
  }

  mutating func defineInputs() throws(ConversionError) {
    for input in old.inputs {
      map[input.index] = try legalizer.define(input: old[input])
    }
  }

  mutating func convertNodes() {
    do throws(ConversionError) {
      for node in old.nodes {
        try callees.countNode()
        convert(node)
      }
    } catch {
      failures.append(error)
    }
  }

  /// Converts one node, or notes why not; a lite operator stays as it is.
  private mutating func convert(_ node: Node) {
    do throws(ConversionError) {
      switch node.operation {
      case .lite(let operation):
        guard let inputs = try newInputs(of: node) else { return }
        let results = try legalizer.keep(
          operation, name: node.name, inputs: inputs, count: node.outputs.count)
        define(node.outputs, as: results, inputs: inputs)
      case .tensorFlow(let operation, let attributes):
        try convert(node, operation, attributes)
      }
    } catch {
      failures.append(error)
    }
  }

  private mutating func convert(
    _ node: Node, _ operation: String, _ attributes: [String: Attribute]
  ) throws(ConversionError) {
    let isControlFlow = Self.controlFlowNames.contains(operation)
    let conversion = callees.conversions[operation]
    guard isControlFlow || conversion != nil else {
      unsupported[operation, default: []].append(node.name)
      return
    }
    guard var inputs = try newInputs(of: node) else { return }
    if operation.hasPrefix("ResourceGather"), !inputs.isEmpty {
      inputs[0] = legalizer.current(inputs[0])
    }
    let given = TensorFlowNode(
      name: node.name, operation: operation, inputs: inputs, resultCount: node.outputs.count,
      attributes: attributes)
    guard let conversion else { return try convertControlFlow(node, given) }
    let results = try legalizer.convert(given, by: conversion)
    define(node.outputs, as: results, inputs: inputs)
  }

  mutating func define(_ old: [ValueID], as new: [ValueID], inputs: [ValueID]) {
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
  mutating func newValue(of value: ValueID) throws(ConversionError) -> ValueID? {
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
