// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Spells every change of shape alone as RESHAPE, makes two of them one, and drops those that
/// change nothing.
///
/// EXPAND_DIMS, SQUEEZE and a TRANSPOSE that moves only dimensions of size 1 become RESHAPE where
/// at most one dimension is unknown. A RESHAPE to a computed shape stays: its shape is checked when
/// the model runs.
///
/// ```
/// e = EXPAND_DIMS(x, 1)
/// y = RESHAPE(e, [-1, 40])        ⇒    y = RESHAPE(x, [-1, 40])
/// ```
package struct ReshapeSimplification: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let operation = graph.operation(id), node.outputs.count == 1,
      let first = node.inputs.first, let input = first,
      keepsOrder(node, operation, graph)
    else { return nil }
    let output = node.outputs[0]
    if graph[input].shape == graph[output].shape, hasOneUnknown(graph[output].shape) {
      return dropped(id, output, input, graph)
    }
    guard let target = target(graph[output].shape) else { return nil }
    let source = reshapedSource(of: input, graph)
    if case .reshape = operation, source == nil { return nil }
    var edit = GraphEdit(of: graph)
    let shape = edit.constant(integers: target, name: "\(node.name)/shape")
    edit.remove(id)
    edit.append(
      .reshape(Reshape()), name: node.name, inputs: [source ?? input, shape],
      outputs: [output])
    return edit
  }

  /// Makes users of the output use the input; an input of the graph stays apart from its outputs.
  private func dropped(
    _ id: NodeID, _ output: ValueID, _ input: ValueID, _ graph: IndexedGraph
  ) -> GraphEdit? {
    if graph.isOutput(output), graph.producer(of: input) == nil || graph.isOutput(input) {
      return nil
    }
    var edit = GraphEdit(of: graph)
    edit.remove(id)
    edit.redirect(output, to: input)
    return edit
  }

  /// What an input was before it was reshaped, if it was.
  private func reshapedSource(of input: ValueID, _ graph: IndexedGraph) -> ValueID? {
    guard let producer = graph.producer(of: input), case .reshape? = graph.operation(producer)
    else { return nil }
    return graph[producer]?.inputs[0]
  }

  /// Whether the elements keep their order: only the shape changes.
  private func keepsOrder(_ node: Node, _ operation: Operator, _ graph: IndexedGraph) -> Bool {
    switch operation {
    case .reshape:
      return node.inputs.count < 2 || node.inputs[1].map { graph[$0].constant != nil } ?? true
    case .expandDims, .squeeze: return true
    case .transpose:
      guard let shape = graph[node.inputs[0]!].shape, let order = node.inputs[1],
        let axes = graph[order].constant?.integers(as: graph[order].type),
        axes.allSatisfy({ shape.indices.contains($0) })
      else { return false }
      let moved = axes.filter { shape[$0] != 1 }
      return moved == moved.sorted()
    default: return false
    }
  }

  private func hasOneUnknown(_ shape: [Int?]?) -> Bool {
    shape.map { $0.count { $0 == nil } <= 1 } ?? false
  }

  /// The shape with −1 for the unknown dimension; nil if there are several, or it cannot be told
  /// because another is 0.
  private func target(_ shape: [Int?]?) -> [Int]? {
    guard let shape, hasOneUnknown(shape), !shape.contains(0) else { return nil }
    return shape.map { $0 ?? -1 }
  }
}
