// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

extension Graph {
  /// The node that gives each value that a node gives.
  package var producers: [ValueID: NodeID] {
    var producers: [ValueID: NodeID] = [:]
    for (index, node) in nodes.enumerated() {
      for output in node.outputs { producers[output] = NodeID(index: index) }
    }
    return producers
  }

  /// The nodes that use each value, each node once, in their order.
  package var consumers: [ValueID: [NodeID]] {
    var consumers: [ValueID: [NodeID]] = [:]
    for (index, node) in nodes.enumerated() {
      for input in Set(node.inputs.compactMap { $0 }) {
        consumers[input, default: []].append(NodeID(index: index))
      }
    }
    return consumers
  }

  /// Makes every node and the graph's outputs use `replacement` where they used `value`.
  ///
  /// The replacement must be given before the first of these nodes.
  package mutating func replaceUses(of value: ValueID, with replacement: ValueID) {
    for node in nodes.indices {
      for input in nodes[node].inputs.indices where nodes[node].inputs[input] == value {
        nodes[node].inputs[input] = replacement
      }
    }
    for output in outputs.indices where outputs[output] == value { outputs[output] = replacement }
  }

  /// Inserts nodes before the node at `position`, which may be the count.
  package mutating func insert(_ newNodes: [Node], before position: NodeID) {
    nodes.insert(contentsOf: newNodes, at: position.index)
  }

  /// Removes nodes none of whose results is needed. Nodes without results and those that call
  /// functions are kept: they run for their effect.
  ///
  /// - Returns: how many were removed.
  @discardableResult
  package mutating func removeDeadNodes() -> Int {
    var needed = [Bool](repeating: false, count: values.count)
    for output in outputs { needed[output.index] = true }
    let live = nodes.reversed().filter { node in
      guard
        node.outputs.isEmpty || !node.operation.calledFunctions.isEmpty
          || node.outputs.contains(where: { needed[$0.index] })
      else { return false }
      for input in node.inputs { if let input { needed[input.index] = true } }
      return true
    }
    let removed = nodes.count - live.count
    if removed > 0 { nodes = live.reversed() }
    return removed
  }

  /// Puts every node after those that give its operands, otherwise in the order they have.
  ///
  /// - Throws: if nodes need each other in a ring.
  package mutating func sortTopologically(stage: String) throws {
    let producers = producers
    var waiting = nodes.map { node in
      Set(node.inputs.compactMap { $0.flatMap { producers[$0] } }).count
    }
    let consumers = consumers
    var ready = ReadyNodes(waiting.indices.filter { waiting[$0] == 0 })
    var order: [Int] = []
    order.reserveCapacity(nodes.count)
    while let next = ready.popFirst() {
      order.append(next)
      for consumer in Set(nodes[next].outputs.flatMap { consumers[$0] ?? [] }) {
        // A node that uses two results of another waits for it once.
        waiting[consumer.index] -= 1
        if waiting[consumer.index] == 0 { ready.insert(consumer.index) }
      }
    }
    guard order.count == nodes.count else {
      let stuck = waiting.firstIndex { $0 > 0 }
      throw ConversionError(
        "nodes need each other in a ring", node: stuck.map { nodes[$0].name }, stage: stage)
    }
    nodes = order.map { nodes[$0] }
  }
}

/// Indices of nodes whose operands are given, the smallest first: a binary heap.
private struct ReadyNodes {
  private var heap: [Int]

  /// - Parameter sorted: in ascending order, which is a heap.
  init(_ sorted: [Int]) {
    heap = sorted
  }

  mutating func insert(_ element: Int) {
    heap.append(element)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> Int? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[parent] else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return first
  }
}
