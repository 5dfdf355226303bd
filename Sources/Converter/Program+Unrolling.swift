// SPDX-License-Identifier: Apache-2.0
import GraphIR
import GraphPasses
import LiteFormat
import Operators
import TensorCore

// Loops written out turn after turn, for runtimes that have no WHILE, and where constants of the turns
// are worth more than a small file.
extension Program {
  /// Nodes that written loops may come to.
  private static let nodeLimit = 200_000

  /// Writes out the loops of which the constants alone tell that they turn at most `limit` times.
  ///
  /// Functions that nothing calls any more are removed.
  ///
  /// - Returns: whether there were such loops.
  package mutating func unrollLoops(upTo limit: Int) throws(ConversionError) -> Bool {
    var hasChanged = false
    var finished: Set<Int> = []
    for index in runningGraphs.sorted() {
      hasChanged = try unrollLoops(ofGraph: index, upTo: limit, &finished) || hasChanged
    }
    if hasChanged { removeUncalledGraphs() }
    return hasChanged
  }

  /// The functions that a graph calls come first, so that what is written out is.
  private mutating func unrollLoops(
    ofGraph index: Int, upTo limit: Int, _ finished: inout Set<Int>
  ) throws(ConversionError) -> Bool {
    guard finished.insert(index).inserted else { return false }
    var hasChanged = false
    for callee in graphs[index].callees.sorted() {
      hasChanged = try unrollLoops(ofGraph: callee, upTo: limit, &finished) || hasChanged
    }
    var graph = graphs[index]
    let nodes = graph.nodes
    graph.nodes = []
    var results: [ValueID: ValueID] = [:]
    for var node in nodes {
      node.inputs = node.inputs.map { $0.map { results[$0] ?? $0 } }
      guard case .lite(.while(let loop)) = node.operation,
        let turns = try turns(of: loop, node.inputs.map { $0.map { graph[$0] } }, upTo: limit),
        turns * graphs[loop.bodyGraph].nodes.count <= Self.nodeLimit - graph.nodes.count
      else {
        graph.nodes.append(node)
        continue
      }
      hasChanged = true
      var values = node.inputs.compactMap { $0 }
      for turn in 0..<turns { values = graph.write(graphs[loop.bodyGraph], values, turn: turn) }
      for (output, value) in zip(node.outputs, values) { results[output] = value }
    }
    graph.outputs = graph.outputs.map { results[$0] ?? $0 }
    graphs[index] = graph
    for number in signatures.indices where signatures[number].graph == index {
      for place in signatures[number].outputs.indices {
        let value = signatures[number].outputs[place].value
        signatures[number].outputs[place].value = results[value] ?? value
      }
    }
    return hasChanged
  }

  /// How often a loop turns; nil where that depends on the data, or it is more often than `limit`.
  private func turns(
    of loop: While, _ operands: [Value?], upTo limit: Int
  ) throws(ConversionError) -> Int? {
    var known = operands
    for turn in 0...limit {
      let flag = try graphs[loop.conditionGraph].folded(known).first ?? nil
      guard let bytes = flag?.constant?.bytes, let first = bytes.first else { return nil }
      if first == 0 { return turn }
      known = try graphs[loop.bodyGraph].folded(known)
    }
    return nil
  }

  private mutating func removeUncalledGraphs() {
    let running = runningGraphs
    let first = 1 + (signatures.map(\.graph).max() ?? -1)
    let kept = graphs.indices.filter { $0 < first || running.contains($0) }
    let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    graphs = kept.map { graphs[$0] }
    for index in graphs.indices {
      for node in graphs[index].nodes.indices {
        guard case .lite(let operation) = graphs[index].nodes[node].operation else { continue }
        graphs[index].nodes[node].operation = .lite(operation.calling { numbers[$0] ?? $0 })
      }
    }
  }
}

extension Operator {
  /// The same operator with other numbers for the graphs that it calls.
  fileprivate func calling(_ number: (Int) -> Int) -> Operator {
    switch self {
    case .while(var loop):
      loop.conditionGraph = number(loop.conditionGraph)
      loop.bodyGraph = number(loop.bodyGraph)
      return .while(loop)
    case .if(var branch):
      branch.thenGraph = number(branch.thenGraph)
      branch.elseGraph = number(branch.elseGraph)
      return .if(branch)
    case .call(var call):
      call.graph = number(call.graph)
      return .call(call)
    case .callOnce(var call):
      call.graph = number(call.graph)
      return .callOnce(call)
    default: return self
    }
  }
}

extension Graph {
  /// Appends the nodes of a function that is called with values.
  ///
  /// - Returns: what the function gives.
  fileprivate mutating func write(
    _ function: Graph, _ arguments: [ValueID], turn: Int
  ) -> [ValueID] {
    var new = Dictionary(zip(function.inputs, arguments), uniquingKeysWith: { first, _ in first })
    func value(_ old: ValueID, in graph: inout Graph) -> ValueID {
      if let known = new[old] { return known }
      var value = function[old]
      if value.constant == nil { value.name += "/\(turn)" }
      let id = graph.add(value)
      new[old] = id
      return id
    }
    for node in function.nodes {
      var copy = node
      copy.name += "/\(turn)"
      copy.inputs = node.inputs.map { input in input.map { value($0, in: &self) } }
      copy.outputs = node.outputs.map { value($0, in: &self) }
      nodes.append(copy)
    }
    return function.outputs.map { value($0, in: &self) }
  }

  /// The outputs for what is known of the inputs: constants where those alone decide.
  fileprivate func folded(_ inputs: [Value?]) throws(ConversionError) -> [Value?] {
    var graph = self
    for (id, input) in zip(graph.inputs, inputs) {
      guard let input, input.constant != nil else { continue }
      graph[id].constant = input.constant
      graph[id].shape = input.shape
    }
    var indexed = IndexedGraph(graph)
    _ = try ConstantFolding().run(on: &indexed)
    let result = indexed.finished()
    return result.outputs.map { result[$0].constant == nil ? nil : result[$0] }
  }
}
