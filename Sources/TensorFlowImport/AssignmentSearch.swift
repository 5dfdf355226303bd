// SPDX-License-Identifier: Apache-2.0
import GraphIR

/// Finds the variables that a signature assigns when it runs; all others are constants.
struct AssignmentSearch {
  let context: ImportContext
  /// The arguments that each function assigns; empty while it is being searched.
  private var assignedArguments: [String: Set<Int>] = [:]

  init(context: ImportContext) {
    self.context = context
  }

  /// Marks the variables that nodes of the main graph assign, themselves or by calls.
  mutating func markAssigned(by nodes: some Sequence<TFNodeDef>) throws {
    for node in nodes { _ = try arguments(assignedBy: node, in: context.main) }
  }

  /// The arguments of the body that one of its nodes assigns; marks variables that it assigns.
  private mutating func arguments(
    assignedBy node: TFNodeDef, in body: GraphBody
  ) throws -> [Int] {
    let inputs = node.dataInputs
    return try assignedInputs(of: node).sorted().compactMap { index in
      guard inputs.indices.contains(index) else { return nil }
      switch try handle(inputs[index], in: body) {
      case .argument(let argument): return argument
      case .variable(let variable):
        context.variables.markAssigned(variable)
        return nil
      case nil: return nil
      }
    }
  }

  /// Whether an operator writes tensors to a file.
  static func savesTensors(_ operation: String) -> Bool {
    operation == "Save" || operation == "SaveV2"
  }

  /// Positions among a node's inputs of the handles that it assigns.
  private mutating func assignedInputs(of node: TFNodeDef) throws -> Set<Int> {
    let assigning = ["Assign", "ResourceScatter"]
    if assigning.contains(where: { node.op.hasPrefix($0) }) { return [0] }
    // Optimizers change all variables whose handles they take.
    if node.op.hasPrefix("ResourceApply") || node.op.hasPrefix("ResourceSparseApply") {
      return Set(node.input.indices)
    }
    if Self.savesTensors(node.op) { context.savesTensors = true }
    switch node.op {
    case "PartitionedCall", "StatefulPartitionedCall":
      return try assigned(by: node.function("f"), caller: node)
    case "While", "StatelessWhile":
      return try assigned(by: node.function("body"), caller: node)
    case "If", "StatelessIf":
      let branches = try assigned(by: node.function("then_branch"), caller: node)
        .union(assigned(by: node.function("else_branch"), caller: node))
      return Set(branches.map { $0 + 1 })
    case "Case", "StatelessCase":
      var all: Set<Int> = []
      for branch in node.attribute("branches")?.list.func ?? [] {
        all.formUnion(try assigned(by: branch.name, caller: node).map { $0 + 1 })
      }
      return all
    default:
      return context.functions.contains(node.op) ? try assigned(by: node.op, caller: node) : []
    }
  }

  private mutating func assigned(by function: String, caller: TFNodeDef) throws -> Set<Int> {
    if let known = assignedArguments[function] { return known }
    assignedArguments[function] = []
    try context.enter(function, from: caller.name)
    defer { context.leave() }
    let body = try context.functions.body(function, caller: caller.name)
    var assigned: Set<Int> = []
    for node in body.nodes { assigned.formUnion(try arguments(assignedBy: node, in: body)) }
    assignedArguments[function] = assigned
    return assigned
  }

  private enum Handle {
    case argument(Int)
    case variable(Int)
  }

  /// Where a handle comes from, seen through nodes that pass it on; nil for other resources.
  private func handle(_ reference: String, in body: GraphBody) throws -> Handle? {
    var reference = reference
    // Bounded, since a ring of such nodes is found only later.
    for _ in 0...body.nodes.count {
      switch try body.source(of: reference) {
      case .argument(let index): return .argument(index)
      case .node(let index, _, _):
        let node = body.nodes[index]
        if Variables.isVariable(node.op) { return .variable(context.variables.index(of: node)) }
        guard node.op == "Identity", let input = node.input.first else { return nil }
        reference = input
      }
    }
    return nil
  }
}
