// SPDX-License-Identifier: Apache-2.0
import Operators

extension Program {
  /// The graphs that run when signatures are called. Operators only read others, such as the sum by
  /// which a reduction joins two numbers. Without signatures, all graphs.
  package var runningGraphs: Set<Int> {
    let numbers = Dictionary(
      graphs.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    var running: Set<Int> = []
    var waiting = signatures.isEmpty ? Array(graphs.indices) : signatures.map(\.graph)
    while let graph = waiting.popLast() {
      guard running.insert(graph).inserted else { continue }
      waiting += graphs[graph].callees
      for node in graphs[graph].nodes {
        waiting += node.operation.calledFunctions.compactMap { numbers[$0] }
      }
    }
    return running
  }
}

extension Graph {
  /// The numbers of the graphs that TensorFlow Lite's operators call.
  package var callees: Set<Int> {
    var callees: Set<Int> = []
    for node in nodes {
      if case .lite(let operation) = node.operation {
        callees.formUnion(operation.action.callees)
      }
    }
    return callees
  }
}

extension Operation {
  /// Graphs that a loop or a branch runs.
  package var calledFunctions: [String] {
    guard case .tensorFlow(let name, let attributes) = self,
      ["While", "StatelessWhile", "If", "StatelessIf", "Case", "StatelessCase"].contains(name)
    else { return [] }
    return attributes.values.flatMap(\.functions)
  }
}

extension Attribute {
  fileprivate var functions: [String] {
    switch self {
    case .function(let name): [name]
    case .list(let list): list.flatMap(\.functions)
    default: []
    }
  }
}
