// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

/// Removes nodes that no output depends on, nor a node that does something beside giving results.
///
/// ```
/// a = RELU(x)          a = RELU(x)
/// b = NEG(a)      ⇒    outputs: a
/// outputs: a
/// ```
package struct DeadCodeRemoval: GraphPass {
  package static let requires: Set<GraphProperty> = []

  package init() {}

  package func run(on graph: inout IndexedGraph) throws(ConversionError) -> Bool {
    var isNeeded = Array(repeating: false, count: graph.nodeCount)
    var pending = graph.outputs.compactMap { graph.producer(of: $0) }
    pending += isNeeded.indices.map(NodeID.init).filter { graph[$0]?.hasEffect ?? false }
    while let id = pending.popLast() {
      guard !isNeeded[id.index], let node = graph[id] else { continue }
      isNeeded[id.index] = true
      pending += node.inputs.compactMap { $0.flatMap { graph.producer(of: $0) } }
    }
    var edit = GraphEdit(of: graph)
    for index in isNeeded.indices where !isNeeded[index] {
      let id = NodeID(index: index)
      if graph[id] != nil { edit.remove(id) }
    }
    guard !edit.removed.isEmpty else { return false }
    graph.apply(edit)
    return true
  }
}

extension Node {
  /// Whether the node does something beyond giving its results.
  fileprivate var hasEffect: Bool {
    switch operation {
    case .lite(let operation): operation.changesState
    // What is called may assign variables.
    case .tensorFlow: outputs.isEmpty || !operation.calledFunctions.isEmpty
    }
  }
}
