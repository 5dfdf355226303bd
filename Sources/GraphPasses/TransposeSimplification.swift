// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Makes two transpositions one.
///
/// ```
/// a = TRANSPOSE(x, [0, 2, 1])
/// y = TRANSPOSE(a, [2, 0, 1])     ⇒    y = TRANSPOSE(x, [1, 0, 2])
/// ```
///
/// One that moves nothing is then ``ReshapeSimplification``'s.
package struct TransposeSimplification: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let outer = graph.permutation(of: id), let input = node.inputs[0],
      let producer = graph.producer(of: input), let inner = graph.permutation(of: producer),
      inner.count == outer.count, let source = graph[producer]?.inputs[0]
    else { return nil }
    var edit = GraphEdit(of: graph)
    let order = edit.constant(integers: outer.map { inner[$0] }, name: "\(node.name)/order")
    edit.remove(id)
    edit.append(
      .transpose(Transpose()), name: node.name, inputs: [source, order], outputs: node.outputs)
    return edit
  }
}

extension IndexedGraph {
  /// The constant permutation of a TRANSPOSE, counted from the start.
  fileprivate func permutation(of id: NodeID) -> [Int]? {
    guard case .transpose? = operation(id), let order = self[id]?.inputs[1],
      let axes = self[order].constant?.integers(as: self[order].type)
    else { return nil }
    let resolved = axes.map { $0 < 0 ? $0 + axes.count : $0 }
    return resolved.sorted() == Array(axes.indices) ? resolved : nil
  }
}
