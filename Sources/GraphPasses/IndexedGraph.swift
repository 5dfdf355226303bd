// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// A graph that knows who gives and who uses each value, kept up to date while edits are applied.
package struct IndexedGraph {
  /// One operand of one node.
  package struct Use: Hashable, Sendable {
    package let node: NodeID
    package let operand: Int
  }

  private var graph: Graph
  private var nodes: [Node?]
  private var producers: [NodeID?]
  /// Who uses each value; nodes that have been removed may be among them.
  private var users: [[Use]]
  /// How many uses there are of nodes that are still there.
  private var useCounts: [Int]
  private var outputUses: [Int]
  /// How many operations on elements were done for all edits.
  package private(set) var operationCount = 0
  /// Bytes of the constants that the graph had at first.
  package let constantByteCount: Int
  /// New values by old, for the signatures.
  package private(set) var redirections: [ValueID: ValueID] = [:]

  package init(_ graph: consuming Graph) {
    let given = graph.nodes
    graph.nodes = []
    constantByteCount = graph.values.reduce(0) { $0 + ($1.constant?.bytes.count ?? 0) }
    nodes = []
    producers = Array(repeating: nil, count: graph.values.count)
    users = Array(repeating: [], count: graph.values.count)
    useCounts = Array(repeating: 0, count: graph.values.count)
    outputUses = Array(repeating: 0, count: graph.values.count)
    for output in graph.outputs { outputUses[output.index] += 1 }
    self.graph = graph
    for node in given { insert(node) }
  }

  // MARK: Looking

  package var valueCount: Int { graph.values.count }
  package var inputs: [ValueID] { graph.inputs }
  package var outputs: [ValueID] { graph.outputs }

  /// Nodes are numbered from 0 in order of their insertion; removed ones leave gaps.
  package var nodeCount: Int { nodes.count }

  package subscript(value: ValueID) -> Value { graph[value] }

  /// The node; nil if it has been removed.
  package subscript(node: NodeID) -> Node? { nodes[node.index] }

  /// The lite operator of a node; nil if it has been removed or is none.
  package func operation(_ node: NodeID) -> Operator? {
    guard case .lite(let operation)? = nodes[node.index]?.operation else { return nil }
    return operation
  }

  /// Who gives a value; nil for inputs and constants.
  package func producer(of value: ValueID) -> NodeID? {
    producers[value.index]
  }

  package func uses(of value: ValueID) -> [Use] {
    let all = users[value.index]
    return all.count == useCounts[value.index] ? all : all.filter { nodes[$0.node.index] != nil }
  }

  package func isOutput(_ value: ValueID) -> Bool {
    outputUses[value.index] > 0
  }

  /// Whether one operand of one node is all that uses a value.
  package func hasSingleUse(_ value: ValueID) -> Bool {
    useCounts[value.index] == 1 && outputUses[value.index] == 0
  }

  /// The only node that uses a value, once; nil where there are more uses or it is an output.
  package func soleUser(of value: ValueID) -> NodeID? {
    hasSingleUse(value) ? uses(of: value)[0].node : nil
  }

  // MARK: Changing

  package mutating func apply(_ edit: GraphEdit) {
    operationCount += edit.operationCount
    for value in edit.newValues {
      _ = graph.add(value)
      producers.append(nil)
      users.append([])
      useCounts.append(0)
      outputUses.append(0)
    }
    for (id, value) in edit.changedValues { graph[id] = value }
    for (id, modify) in edit.modifiedConstants { graph.modifyConstant(id, modify) }
    let dropped = edit.removed.flatMap { nodes[$0.index]?.inputs.compactMap { $0 } ?? [] }
    for node in edit.removed { remove(node) }
    for node in edit.added { insert(node) }
    for (from, to) in edit.redirections { redirect(from, to: to) }
    for value in dropped { releaseIfUnused(value) }
  }

  private mutating func insert(_ node: Node) {
    let id = NodeID(index: nodes.count)
    nodes.append(node)
    for case (let operand, let value?) in node.inputs.enumerated() {
      users[value.index].append(Use(node: id, operand: operand))
      useCounts[value.index] += 1
    }
    for value in node.outputs { producers[value.index] = id }
  }

  private mutating func remove(_ id: NodeID) {
    guard let node = nodes[id.index] else { return }
    nodes[id.index] = nil
    for case let value? in node.inputs {
      useCounts[value.index] -= 1
      // Now and then, so that a value of many uses is not looked through for each of them.
      if users[value.index].count > 2 * useCounts[value.index] + 8 {
        users[value.index].removeAll { nodes[$0.node.index] == nil }
      }
    }
    for value in node.outputs where producers[value.index] == id { producers[value.index] = nil }
  }

  private mutating func redirect(_ from: ValueID, to: ValueID) {
    for use in uses(of: from) {
      nodes[use.node.index]!.inputs[use.operand] = to
      users[to.index].append(use)
    }
    useCounts[to.index] += useCounts[from.index]
    users[from.index] = []
    useCounts[from.index] = 0
    guard outputUses[from.index] > 0 else { return }
    graph.outputs = graph.outputs.map { $0 == from ? to : $0 }
    outputUses[to.index] += outputUses[from.index]
    outputUses[from.index] = 0
    redirections[from] = to
  }

  /// Lets go of a constant's bytes when nobody uses it any more.
  private mutating func releaseIfUnused(_ value: ValueID) {
    guard useCounts[value.index] == 0, outputUses[value.index] == 0 else { return }
    graph[value].constant = nil
  }

  // MARK: Back to a plain graph

  /// The graph with its nodes in an order in which every value is given before it is used.
  ///
  /// Nodes keep their place where they can; an added node stands where what it needs allows.
  package consuming func finished() -> Graph {
    var result = graph
    var placed = Set<NodeID>()
    result.nodes.reserveCapacity(nodes.count)
    for index in nodes.indices where nodes[index] != nil {
      place(NodeID(index: index), in: &result.nodes, placed: &placed)
    }
    return result
  }

  /// Places a node after everything it needs, without recursion: graphs may be deep.
  private func place(_ first: NodeID, in result: inout [Node], placed: inout Set<NodeID>) {
    var stack = [(node: first, operand: 0)]
    while let (id, operand) = stack.last {
      let node = nodes[id.index]!
      if placed.contains(id) {
        stack.removeLast()
      } else if operand < node.inputs.count {
        stack[stack.count - 1].operand += 1
        if let value = node.inputs[operand], let producer = producers[value.index],
          !placed.contains(producer)
        {
          stack.append((producer, 0))
        }
      } else {
        placed.insert(id)
        result.append(node)
        stack.removeLast()
      }
    }
  }
}
