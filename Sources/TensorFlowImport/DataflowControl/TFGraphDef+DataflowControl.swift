// SPDX-License-Identifier: Apache-2.0
import GraphIR
import SwiftProtobuf

// TensorFlow 1 has no loops and branches that call functions: values flow through nodes that let them
// pass or not.
//
//     loop     v → Enter → Merge → Switch → Exit →           the condition follows from what Merge gives,
//                            ↑        ↓                      the body leads from Switch
//                   NextIteration ← body                     to NextIteration
//
//     branch   x → Switch(condition) → one side or the other → Merge →
extension TFGraphDef {
  /// The graph with a node `While` and two functions for each loop, and a node `SelectV2` for each
  /// result of a branch, both sides of which are computed.
  func withFunctionalControlFlow() throws -> TFGraphDef {
    guard node.contains(where: { $0.op == "Merge" || $0.op == "RefMerge" }) else { return self }
    var branches = DataflowBranches(self)
    try branches.replaceAll()
    var loops = DataflowLoops(branches.graph)
    try loops.replaceAll()
    return loops.graph
  }
}

/// A reference to a tensor in a graph's own form: the node and the number of its result.
struct TensorReference: Hashable {
  let node: String
  let result: Int

  init(node: String, result: Int = 0) {
    (self.node, self.result) = (node, result)
  }

  /// Reads `node` and `node:2`; nil for a control input.
  init?(_ text: String) {
    guard !text.hasPrefix("^") else { return nil }
    guard let colon = text.lastIndex(of: ":"), let number = Int(text[colon...].dropFirst()) else {
      self.init(node: text)
      return
    }
    self.init(node: String(text[..<colon]), result: number)
  }

  var text: String { result == 0 ? node : "\(node):\(result)" }
}

extension TFNodeDef {
  /// The operands without control inputs.
  var dataInputs: [String] { input.filter { !$0.hasPrefix("^") } }

  /// The nodes of all inputs, those of control inputs, too.
  var inputNodes: [String] {
    input.map { text in
      text.hasPrefix("^") ? String(text.dropFirst()) : TensorReference(text)?.node ?? text
    }
  }

  /// The operator's name, of variables as of values.
  var plainOperator: String { op.hasPrefix("Ref") ? String(op.dropFirst(3)) : op }

  /// An operand.
  func operand(_ index: Int) throws -> String {
    let inputs = dataInputs
    guard inputs.indices.contains(index) else {
      throw importError("it has \(inputs.count) inputs, needs \(index + 1)", node: name)
    }
    return inputs[index]
  }
}
