// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

/// What holds of every graph after some pass.
package enum GraphProperty: String, Sendable {
  /// All nodes are of the lite format.
  case lite
  /// Every value has a type and a shape; a nil dimension is known only when the model runs.
  case shapes
  /// No node has only constant inputs, unless its result is too large to keep.
  case folded
}

/// One step from graph to graph.
package protocol GraphPass: Sendable {
  /// As it is called in dumps and errors: its type's name.
  static var name: String { get }
  /// What must hold before.
  static var requires: Set<GraphProperty> { get }
  /// What holds after.
  static var establishes: Set<GraphProperty> { get }

  /// Changes the graph.
  ///
  /// - Returns: whether anything changed.
  func run(on graph: inout IndexedGraph) throws(ConversionError) -> Bool
}

extension GraphPass {
  package static var name: String { String(describing: Self.self) }
  package static var requires: Set<GraphProperty> { [.lite, .shapes] }
  package static var establishes: Set<GraphProperty> { [] }
}

/// A pass that looks at one node and its neighbours at a time.
package protocol LocalRewrite: GraphPass {
  /// The change that starts at `node`, which is in the graph; nil if there is none to make.
  func edit(
    at node: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit?
}

extension LocalRewrite {
  /// Applies edits until there is none left to make.
  ///
  /// - Throws: also where there is no end to them.
  package func run(on graph: inout IndexedGraph) throws(ConversionError) -> Bool {
    var hasChanged = false
    var index = 0
    var lastChange = 0
    var editsLeft = 64 * (graph.nodeCount + 16)
    // Nodes that an edit adds come last and are visited, too; then once more from the start.
    while graph.nodeCount > 0 {
      let node = NodeID(index: index)
      if graph[node] != nil, let edit = try edit(at: node, in: graph) {
        graph.apply(edit)
        hasChanged = true
        lastChange = 0
        editsLeft -= 1
        guard editsLeft > 0 else {
          throw ConversionError("the pass does not come to an end", stage: Self.name)
        }
      } else {
        lastChange += 1
        if lastChange > graph.nodeCount { break }
        index = (index + 1) % graph.nodeCount
      }
    }
    return hasChanged
  }
}
