// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators

/// Makes nodes that compute the same of the same operands one.
///
/// ```
/// a = RELU(x)
/// b = RELU(x)                ⇒    a = RELU(x)
/// y = ADD(a, b)                   y = ADD(a, a)
/// ```
///
/// Equal constants are ``ConstantDeduplication``'s. Outputs of the graph stay apart.
package struct CommonSubexpressionElimination: GraphPass {
  package init() {}

  private struct Key: Hashable {
    let operation: Operator
    let inputs: [ValueID?]
    let outputCount: Int
  }

  package func run(on graph: inout IndexedGraph) throws(ConversionError) -> Bool {
    var seen: [Key: NodeID] = [:]
    var hasChanged = false
    // A node's operands come before it, so those that are the same are one already.
    for index in 0..<graph.nodeCount {
      let id = NodeID(index: index)
      guard let node = graph[id], let operation = graph.operation(id), operation.isPure else {
        continue
      }
      let key = Key(
        operation: operation, inputs: node.inputs, outputCount: node.outputs.count)
      guard let first = seen[key], let twin = graph[first] else {
        seen[key] = id
        continue
      }
      guard isSame(node, as: twin, graph) else { continue }
      var edit = GraphEdit(of: graph)
      edit.remove(id)
      for (output, other) in zip(node.outputs, twin.outputs) { edit.redirect(output, to: other) }
      graph.apply(edit)
      hasChanged = true
    }
    return hasChanged
  }

  /// Whether results agree in type and quantization, and none of the node's is an output.
  private func isSame(_ node: Node, as twin: Node, _ graph: IndexedGraph) -> Bool {
    zip(node.outputs, twin.outputs).allSatisfy { output, other in
      !graph.isOutput(output) && graph[output].type == graph[other].type
        && graph[output].quantization == graph[other].quantization
    }
  }
}
