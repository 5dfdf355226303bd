// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators

extension Program {
  /// The nodes that decide how often a loop turns, by graph and place: those of conditions, those
  /// of bodies from which the values follow that a condition reads, and those of all graphs that
  /// they call.
  ///
  /// In 256 steps a value that is halved or refined until it passes a bound may stop before it,
  /// and the loop would never end.
  var loopDeciders: [Set<Int>] {
    var deciders: [Set<Int>] = graphs.map { _ in [] }
    for graph in graphs {
      for node in graph.nodes {
        guard case .lite(let operation) = node.operation,
          case .loop(let condition, let body) = operation.action
        else { continue }
        markAll(of: condition, in: &deciders)
        mark(body, deciding: inputs(usedBy: graphs[condition]), in: &deciders)
      }
    }
    return deciders
  }

  /// Marks all nodes of a graph, and of those that it calls.
  private func markAll(of graph: Int, in deciders: inout [Set<Int>]) {
    let all = Set(graphs[graph].nodes.indices)
    guard deciders[graph] != all else { return }
    deciders[graph] = all
    for node in graphs[graph].nodes { markCallees(of: node, in: &deciders) }
  }

  private func markCallees(of node: Node, in deciders: inout [Set<Int>]) {
    guard case .lite(let operation) = node.operation else { return }
    for callee in operation.action.callees { markAll(of: callee, in: &deciders) }
  }

  /// Marks the nodes of a loop's body from which its results at some places follow, in this turn or
  /// through other results in earlier ones.
  private func mark(_ body: Int, deciding first: Set<Int>, in deciders: inout [Set<Int>]) {
    let graph = graphs[body]
    var places = first
    var needed: Set<ValueID> = []
    while true {
      for place in places where place < graph.outputs.count {
        needed.insert(graph.outputs[place])
      }
      for node in graph.nodes.reversed() where !needed.isDisjoint(with: node.outputs) {
        needed.formUnion(node.inputs.compactMap { $0 })
      }
      let more = places.union(graph.inputs.indices.filter { needed.contains(graph.inputs[$0]) })
      if more == places { break }
      places = more
    }
    for (index, node) in graph.nodes.enumerated() where !needed.isDisjoint(with: node.outputs) {
      deciders[body].insert(index)
      markCallees(of: node, in: &deciders)
    }
  }

  /// The places of the inputs that a graph reads or gives.
  private func inputs(usedBy graph: Graph) -> Set<Int> {
    let used = Set(graph.nodes.flatMap(\.inputs).compactMap { $0 } + graph.outputs)
    return Set(graph.inputs.indices.filter { used.contains(graph.inputs[$0]) })
  }
}
