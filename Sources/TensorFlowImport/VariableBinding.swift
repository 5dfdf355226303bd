// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Finds the entry of the checkpoint that each variable has its value in.
struct VariableBinding {
  let context: ImportContext

  /// Binds the variables that calls of exported functions capture, among `nodes` of the main graph.
  func bindCaptures(of nodes: some Sequence<TFNodeDef>) throws {
    let calls = nodes.filter { $0.op == "StatefulPartitionedCall" || $0.op == "PartitionedCall" }
    guard !calls.isEmpty, let keys = try context.objectKeys() else { return }
    for call in calls {
      let inputs = call.dataInputs
      // A function's captures are its last arguments.
      guard let captures = keys.captures(of: try call.function("f")),
        captures.count <= inputs.count
      else { continue }
      for (input, key) in zip(inputs.suffix(captures.count), captures) {
        if let key, let variable = try variable(input, in: context.main) {
          context.variables.bind(variable, to: key)
        }
      }
    }
  }

  /// Binds the variables that the graph restores from the checkpoint, in the main graph or in a
  /// function that it calls, and that are not bound yet.
  func bindRestored() throws {
    try bindRestored(in: context.main) { _ in nil }
    for node in context.main.nodes where node.op == "StatefulPartitionedCall" {
      let function = try node.function("f")
      guard context.functions.contains(function) else { continue }
      let body = try context.functions.body(function, caller: node.name)
      guard body.nodes.contains(where: { $0.op == "RestoreV2" }) else { continue }
      try bindRestored(in: body) { argument in
        guard node.input.indices.contains(argument) else { return nil }
        return try variable(node.input[argument], in: context.main)
      }
    }
  }

  private func bindRestored(
    in body: GraphBody, argument: (Int) throws -> Int?
  ) throws {
    for node in body.nodes
    where (node.op == "AssignVariableOp" || node.op == "Assign") && node.input.count >= 2 {
      guard let key = try restoredKey(node.input[1], in: body) else { continue }
      switch try body.source(of: node.input[0]) {
      case .argument(let index):
        if let variable = try argument(index) { context.variables.bind(variable, to: key) }
      case .node(let index, _, _) where Variables.isVariable(body.nodes[index].op):
        let variable = context.variables.index(of: body.nodes[index])
        context.variables.bind(variable, to: key)
      case .node: continue
      }
    }
  }

  /// The entry that a value is restored from; nil if it is not restored.
  private func restoredKey(_ reference: String, in body: GraphBody) throws -> String? {
    guard case .node(let index, _, let number) = try body.source(of: reference) else { return nil }
    let node = body.nodes[index]
    if node.op == "Identity", let input = node.input.first {
      guard case .node(let next, _, _) = try body.source(of: input),
        body.nodes[next].op == "RestoreV2"
      else { return nil }
      return try restoredKey(input, in: body)
    }
    guard node.op == "RestoreV2", node.input.count >= 2,
      case .node(let names, _, _) = try body.source(of: node.input[1]),
      let keys = body.nodes[names].attribute("value")?.tensor.stringVal,
      keys.indices.contains(number)
    else { return nil }
    return String(decoding: keys[number], as: UTF8.self)
  }

  private func variable(_ reference: String, in body: GraphBody) throws -> Int? {
    guard case .node(let index, _, _) = try body.source(of: reference) else { return nil }
    let node = body.nodes[index]
    return Variables.isVariable(node.op) ? context.variables.index(of: node) : nil
  }
}
