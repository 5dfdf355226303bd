// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OperatorConversion
import Operators
import TensorCore

/// Finds all shapes by two runs with different guesses for unknown dimensions, and replaces what
/// is the same in both by constants.
///
/// Shape arithmetic so disappears: a target shape with one element that depends on the batch
/// becomes −1 there.
///
/// ```
/// s = SHAPE(x)                          y = RESHAPE(x, [-1, 1000])
/// n = STRIDED_SLICE(s, [0], [1], [1])
/// t = PACK(n, 1000)                ⇒
/// y = RESHAPE(x, t)
/// ```
package struct ShapeInference: GraphPass {
  package static let requires: Set<GraphProperty> = [.lite]
  package static let establishes: Set<GraphProperty> = [.shapes]

  package init() {}

  package func run(on graph: inout IndexedGraph) throws(ConversionError) -> Bool {
    var probe = ShapeProbe()
    try define(inputsOf: graph, in: &probe)
    var edit = GraphEdit(of: graph)
    var hasChanged = false
    for index in 0..<graph.nodeCount {
      let id = NodeID(index: index)
      guard let node = graph[id], let operation = graph.operation(id) else { continue }
      try define(node, operation, of: graph, in: &probe)
      let results = node.outputs.map { probe[$0]! }
      if operation.isPure, results.allSatisfy({ $0.constant != nil }) {
        edit.remove(id)
        hasChanged = true
      } else if let target = reshapeTarget(of: node, operation, graph: graph, probe) {
        let shape = edit.constant(integers: target, name: "\(node.name)/shape")
        edit.remove(id)
        edit.append(
          .reshape(Reshape()), name: node.name, inputs: [node.inputs[0], shape],
          outputs: node.outputs)
        hasChanged = true
      }
      let isRemoved = edit.removed.last == id && results.allSatisfy { $0.constant != nil }
      for (output, known) in zip(node.outputs, results) {
        if note(known, of: output, isGiven: !isRemoved, graph: graph, in: &edit) {
          hasChanged = true
        }
      }
    }
    if hasChanged { graph.apply(edit) }
    return hasChanged
  }

  private func define(
    inputsOf graph: IndexedGraph, in probe: inout ShapeProbe
  ) throws(ConversionError) {
    do throws(OperatorError) {
      for input in graph.inputs { try probe.define(input: graph[input], as: input) }
    } catch {
      throw ConversionError(error.message, stage: Self.name)
    }
  }

  private func define(
    _ node: Node, _ operation: Operator, of graph: IndexedGraph, in probe: inout ShapeProbe
  ) throws(ConversionError) {
    do throws(OperatorError) {
      for case let input? in node.inputs where probe[input] == nil {
        if graph[input].constant != nil {
          try probe.define(constant: graph[input], as: input)
        }
      }
      try probe.define(
        node.outputs, by: operation, inputs: node.inputs,
        types: node.outputs.map { graph[$0].type },
        quantizations: node.outputs.map { graph[$0].quantization })
    } catch {
      throw ConversionError(error.message, node: node.name, stage: Self.name)
    }
  }

  /// Writes down what is known of a result; whether that is news.
  ///
  /// A constant among other results of a node that stays becomes a value of its own.
  private func note(
    _ known: ShapeProbe.Known, of value: ValueID, isGiven: Bool, graph: IndexedGraph,
    in edit: inout GraphEdit
  ) -> Bool {
    var new = graph[value]
    new.shape = known.shape
    var isNews = new.shape != graph[value].shape
    if let constant = known.constant, new.constant == nil {
      if !isGiven {
        new.constant = constant
        isNews = true
      } else if !graph.uses(of: value).isEmpty || graph.isOutput(value) {
        let twin = edit.constant(
          constant, type: new.type, shape: known.first.shape.dimensions, name: new.name)
        edit.redirect(value, to: twin)
        isNews = true
      }
    }
    if isNews { edit.change(value, to: new) }
    return isNews
  }

  /// The constant target shape of a RESHAPE whose shape operand is computed, with −1 where it
  /// depends on an unknown dimension; nil if there is more than one such place.
  private func reshapeTarget(
    of node: Node, _ operation: Operator, graph: IndexedGraph, _ probe: ShapeProbe
  ) -> [Int]? {
    guard case .reshape = operation, node.inputs.count > 1, let operand = node.inputs[1],
      graph[operand].constant == nil, let target = probe[operand], target.constant == nil,
      let a = target.first.data?.integers(as: target.type),
      let b = target.second.data?.integers(as: target.type), a.count == b.count,
      zip(a, b).filter({ $0 != $1 }).count == 1, !a.contains(-1),
      !zip(a, b).contains(where: { $0 == $1 && $0 == 0 })
    else { return nil }
    return zip(a, b).map { $0 == $1 ? $0 : -1 }
  }
}
