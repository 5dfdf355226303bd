// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Finds all shapes, and replaces what is the same for all sizes by constants.
///
/// Shape arithmetic so disappears: a target shape with one element that depends on the batch
/// becomes −1 there. What depends on more stays, and is computed when the model runs.
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
    var inference = SizeInference()
    define(inputsOf: graph, in: &inference)
    var edit = GraphEdit(of: graph)
    var hasChanged = false
    for index in 0..<graph.nodeCount {
      let id = NodeID(index: index)
      guard let node = graph[id] else { continue }
      guard let operation = graph.operation(id) else {
        // What stays TensorFlow's gives what the model says of it.
        for output in node.outputs { inference.define(graph[output], as: output) }
        continue
      }
      try define(node, operation, of: graph, in: &inference)
      let results = node.outputs.map { inference[$0]! }
      if operation.isPure, results.allSatisfy({ $0.constant != nil }) {
        edit.remove(id)
        hasChanged = true
      } else if let target = reshapeTarget(of: node, operation, inference) {
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

  private func define(inputsOf graph: IndexedGraph, in inference: inout SizeInference) {
    for input in graph.inputs { inference.define(graph[input], as: input) }
  }

  private func define(
    _ node: Node, _ operation: Operator, of graph: IndexedGraph, in inference: inout SizeInference
  ) throws(ConversionError) {
    do throws(OperatorError) {
      for case let input? in node.inputs where inference[input] == nil {
        if graph[input].constant != nil {
          try inference.define(constant: graph[input], as: input)
        }
      }
      guard !operation.action.givesDeclaredShapes else {
        for output in node.outputs { inference.define(graph[output], as: output) }
        return
      }
      try inference.define(
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
    _ known: SizedValue, of value: ValueID, isGiven: Bool, graph: IndexedGraph,
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
          constant, type: new.type, shape: known.shape!.map { $0! }, name: new.name)
        edit.redirect(value, to: twin)
        isNews = true
      }
    }
    if isNews { edit.change(value, to: new) }
    return isNews
  }

  /// The constant target shape of a RESHAPE whose shape operand is computed, with −1 for the one
  /// size of the result that varies.
  ///
  /// Nil if there are more, another is 0, or it is not proved that the elements are as many: then
  /// the shape is checked when the model runs.
  private func reshapeTarget(
    of node: Node, _ operation: Operator, _ inference: SizeInference
  ) -> [Int]? {
    guard case .reshape = operation, node.inputs.count > 1, let operand = node.inputs[1],
      inference[operand]?.constant == nil, let source = inference[node.inputs[0]!]?.sizes,
      let result = inference[node.outputs[0]]?.sizes,
      let count = Size.product(source), count == Size.product(result)
    else { return nil }
    let target = result.map { $0.number ?? -1 }
    return target.count(where: { $0 == -1 }) <= 1 && !target.contains(0) ? target : nil
  }
}

extension OperatorAction {
  /// Whether only the graph itself says what shapes the results have: those of graphs that are called
  /// and of variables.
  fileprivate var givesDeclaredShapes: Bool {
    switch self {
    case .branch, .loop, .call, .readVariable: true
    default: false
    }
  }
}

extension SizeInference {
  /// Defines a value by the shape that is declared for it.
  fileprivate mutating func define(_ value: Value, as id: ValueID) {
    define(id, type: value.type, sizes: value.shape?.map { $0.map { Size($0) } })
  }
}
