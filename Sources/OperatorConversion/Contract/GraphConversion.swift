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
  /// Why nodes cannot be converted, one for each.
  var failures: [ConversionError] = []
  /// What loops and branches call.
  let callees: CalleeGraphs

  init(of graph: Graph, named name: String, _ callees: CalleeGraphs) {
    old = graph
    legalizer = Legalizer(graphName: name, sharing: callees.resources)
    map = Array(repeating: nil, count: graph.values.count)
    self.callees = callees
  }

  /// - Parameter sharesBatch: whether first sizes that are open are the same of all inputs.
  mutating func defineInputs(sharingBatch sharesBatch: Bool) throws(ConversionError) {
    var batch: Size?
    for input in old.inputs {
      let value = old[input]
      guard sharesBatch, old.hasOpenBatch(input), let shape = value.shape else {
        map[input.index] = try legalizer.define(input: value)
        continue
      }
      if batch == nil { batch = legalizer.newSize() }
      let sizes: OpenShape = [batch] + shape.dropFirst().map { $0.map { Size($0) } }
      map[input.index] = legalizer.define(argument: value.name, type: value.type, sizes: sizes)
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
      do throws(ConversionError) {
        guard callees.keepsUnconverted else { throw error }
        try keep(node, insteadOf: error)
      } catch {
        var error = error
        if error.node == node.name { error.source = callees.sourceLines?.line(of: node) }
        failures.append(error)
      }
    }
  }

  private mutating func convert(
    _ node: Node, _ operation: String, _ attributes: [String: Attribute]
  ) throws(ConversionError) {
    let isControlFlow = Self.controlFlowNames.contains(operation)
    let conversion = callees.conversions[operation]
    guard isControlFlow || conversion != nil else {
      throw ConversionError(
        "has no form in .tflite files", node: node.name, stage: "legalize", operator: operation,
        remedy: remedyOfMissingForm(operation))
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
    if let error = ConversionError(joining: failures) { throw error }
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
}

extension ConversionError {
  /// The error that names all nodes that cannot be converted; nil for none.
  ///
  /// A node that was converted several times, as those of loops are, is named once.
  init?(joining failures: [ConversionError]) {
    var seen: Set<[String?]> = []
    let parts = failures.flatMap { $0.parts.isEmpty ? [$0] : $0.parts }.filter {
      seen.insert([$0.operator, $0.node, $0.source?.description, $0.reason]).inserted
    }
    guard let first = parts.first else { return nil }
    let way = "--allow-custom-ops writes what has no form as custom operators"
    guard parts.count > 1 else {
      self = first
      if let remedy = first.remedy { self.remedy = "\(remedy); \(way)" }
      return
    }
    var counts: [String: Int] = [:]
    for part in parts { counts[part.operator ?? "", default: 0] += 1 }
    let listed = counts.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }.map {
      $0.value == 1 ? $0.key : "\($0.value) \($0.key)"
    }
    self.init(
      "\(parts.count) nodes cannot be converted: \(listed.joined(separator: ", "))",
      stage: "legalize", remedy: parts.contains { $0.remedy != nil } ? way : nil)
    self.parts = parts
  }
}
