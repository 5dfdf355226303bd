// SPDX-License-Identifier: Apache-2.0
import GraphIR
import SwiftProtobuf

/// Replaces the branches of TensorFlow 1 by a choice between the results of both sides.
///
/// A condition that is a constant leaves only the side that is taken. The gates of loops stay.
struct DataflowBranches {
  private(set) var graph: TFGraphDef
  private let places: [String: Int]
  /// For each result of a node, the sides of conditions on which it is there.
  private var sides: [TensorReference: [TensorReference: Int]] = [:]
  /// What references stand for.
  private var replacements: [TensorReference: TensorReference] = [:]
  private var added: [TFNodeDef] = []
  private var replaced: Set<String> = []

  init(_ graph: TFGraphDef) {
    self.graph = graph
    places = Dictionary(
      graph.node.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func replaceAll() throws {
    for node in orderedNodes() { try visit(node) }
    graph.node.removeAll { replaced.contains($0.name) }
    graph.node += added
    let names = Set(graph.node.map(\.name))
    for index in graph.node.indices {
      graph.node[index].input = graph.node[index].input.compactMap { text in
        guard let reference = TensorReference(text) else {
          return names.contains(String(text.dropFirst())) ? text : nil
        }
        return resolved(reference).text
      }
    }
  }

  /// Whether a node is at the start or the end of a turn of a loop.
  private func isOfLoop(_ node: TFNodeDef) -> Bool {
    let sources = node.inputNodes.lazy.compactMap { self.places[$0] }.map { self.graph.node[$0] }
    return switch node.plainOperator {
    case "Merge": sources.contains { $0.plainOperator == "NextIteration" }
    case "Switch": sources.contains { $0.op == "LoopCond" }
    default: false
    }
  }

  /// Nodes behind those that they use; what a turn of a loop gives to the next does not count.
  private func orderedNodes() -> [TFNodeDef] {
    var order: [TFNodeDef] = []
    var isDone = [Bool](repeating: false, count: graph.node.count)
    for start in graph.node.indices where !isDone[start] {
      var open = [(node: start, next: 0)]
      isDone[start] = true
      while let (node, next) = open.last {
        let inputs = graph.node[node].inputNodes
        guard next < inputs.count else {
          order.append(graph.node[node])
          open.removeLast()
          continue
        }
        open[open.count - 1].next += 1
        if let source = places[inputs[next]], !isDone[source],
          graph.node[source].plainOperator != "NextIteration"
        {
          isDone[source] = true
          open.append((source, 0))
        }
      }
    }
    return order
  }

  private func resolved(_ reference: TensorReference) -> TensorReference {
    var reference = reference
    while let next = replacements[reference] { reference = next }
    return reference
  }

  /// Notes what a reference stands for, unless that comes to stand for the reference itself.
  private mutating func replace(_ reference: TensorReference, by other: TensorReference) throws {
    let target = resolved(other)
    guard target != reference else {
      throw importError("nodes need each other in a ring", node: reference.node)
    }
    replacements[reference] = target
  }

  private mutating func visit(_ node: TFNodeDef) throws {
    var own: [TensorReference: Int] = [:]
    for input in node.input {
      let source =
        TensorReference(input) ?? TensorReference(node: String(input.dropFirst()))
      own.merge(sides[source] ?? [:]) { first, _ in first }
    }
    guard own.count <= Self.depthLimit else {
      throw importError("branches are nested deeper than \(Self.depthLimit)", node: node.name)
    }
    switch node.plainOperator {
    case "Switch" where !isOfLoop(node):
      replaced.insert(node.name)
      guard let data = TensorReference(try node.operand(0)),
        let condition = TensorReference(try node.operand(1))
      else { return }
      for side in 0...1 {
        let result = TensorReference(node: node.name, result: side)
        sides[result] = own.merging([resolved(condition): side]) { $1 }
        try replace(result, by: data)
      }
    case "Merge" where !isOfLoop(node):
      replaced.insert(node.name)
      try join(node)
    default:
      // Results of a node are there together; control inputs name the first.
      for result in 0..<max(resultCount(of: node), 1) {
        sides[TensorReference(node: node.name, result: result)] = own
      }
    }
  }

  private static let depthLimit = 100

  private func resultCount(of node: TFNodeDef) -> Int {
    node.op == "Split" || node.op == "Unpack" || node.op == "IdentityN" ? 64 : 8
  }

  private mutating func join(_ node: TFNodeDef) throws {
    let inputs = try (0...1).map { TensorReference(try node.operand($0))! }
    let context = inputs.map { sides[$0] ?? [:] }
    guard
      let condition = context[0].keys
        .filter({ context[1][$0] != nil && context[0][$0] != context[1][$0] })
        .min(by: { $0.text < $1.text })
    else { throw importError("it joins what are not the two sides of a branch", node: node.name) }
    let isSwapped = context[0][condition] == 1
    let (whenFalse, whenTrue) = (
      resolved(inputs[isSwapped ? 1 : 0]), resolved(inputs[isSwapped ? 0 : 1])
    )
    let result = TensorReference(node: node.name)
    sides[result] = context[0].filter { $0.key != condition && context[1][$0.key] == $0.value }
    let type = node.attribute("T")?.type ?? 0
    if let isTaken = constant(condition) {
      let taken = isTaken ? whenTrue : whenFalse
      added.append(TFNodeDef(node.name, "Identity", [taken.text], type: type))
      return
    }
    added.append(
      TFNodeDef(
        node.name, "SelectV2", [condition.text, whenTrue.text, whenFalse.text], type: type))
    var place = TFNodeDef()
    place.name = node.name + "/place"
    place.op = "Cast"
    place.input = [condition.text]
    place.attr = [
      .init("SrcT", type: TensorFlowType.bool), .init("DstT", type: TensorFlowType.int32),
    ]
    added.append(place)
    try replace(
      TensorReference(node: node.name, result: 1), by: TensorReference(node: place.name))
  }

  /// The value of a condition that is a constant.
  private func constant(_ condition: TensorReference) -> Bool? {
    var reference = condition
    for _ in 0..<8 {
      guard let node = places[reference.node].map({ graph.node[$0] }) else { return nil }
      if node.op == "Const", let tensor = node.attribute("value")?.tensor {
        return tensor.boolVal.first ?? tensor.tensorContent.first.map { $0 != 0 } ?? false
      }
      guard ["Identity", "PlaceholderWithDefault"].contains(node.op),
        let input = node.dataInputs.first.flatMap({ TensorReference($0) })
      else { return nil }
      reference = resolved(input)
    }
    return nil
  }
}
