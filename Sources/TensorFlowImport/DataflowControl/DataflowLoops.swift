// SPDX-License-Identifier: Apache-2.0
import GraphIR
import SwiftProtobuf

/// Replaces the loops of TensorFlow 1 by nodes that call functions, the innermost first.
struct DataflowLoops {
  private(set) var graph: TFGraphDef
  private var places: [String: Int] = [:]

  init(_ graph: TFGraphDef) {
    self.graph = graph
  }

  private static let depthLimit = 100

  mutating func replaceAll() throws {
    // Each round takes the innermost loops away.
    for _ in 0...Self.depthLimit {
      places = Dictionary(
        graph.node.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
      let loops = innermostLoops()
      guard !loops.isEmpty else { return }
      var nodes: [TFNodeDef] = []
      for loop in loops { nodes += try replacement(of: loop) }
      replace(loops.reduce(into: []) { $0.formUnion($1.members) }, by: nodes)
    }
    throw importError("its loops are nested deeper than \(Self.depthLimit)")
  }

  private subscript(name: String) -> TFNodeDef? { places[name].map { graph.node[$0] } }

  private static func frame(of node: TFNodeDef) -> String? {
    guard node.plainOperator == "Enter", let name = node.attribute("frame_name") else { return nil }
    return String(decoding: name.s, as: UTF8.self)
  }

  /// The nodes between the entries and the exits of a loop.
  private struct Loop {
    let frame: String
    let members: Set<String>
  }

  /// The loops in which no other is entered, and that have no node in common.
  private func innermostLoops() -> [Loop] {
    var users: [String: [String]] = [:]
    var entries: [String: [String]] = [:]
    for node in graph.node {
      for input in node.inputNodes { users[input, default: []].append(node.name) }
      if let frame = Self.frame(of: node) { entries[frame, default: []].append(node.name) }
    }
    var taken: Set<String> = []
    return entries.sorted { $0.key < $1.key }.compactMap { frame, names in
      guard let members = members(of: frame, from: names, users, outside: taken) else { return nil }
      taken.formUnion(members)
      return Loop(frame: frame, members: members)
    }
  }

  /// Nil where another loop is entered on the way, or a node is one of `others`.
  private func members(
    of frame: String, from entries: [String], _ users: [String: [String]],
    outside others: Set<String>
  ) -> Set<String>? {
    var members: Set<String> = []
    var waiting = entries
    while let name = waiting.popLast() {
      guard members.insert(name).inserted else { continue }
      let node = self[name]
      guard !others.contains(name), node.flatMap(Self.frame).map({ $0 == frame }) ?? true else {
        return nil
      }
      if node?.plainOperator != "Exit" { waiting += users[name] ?? [] }
    }
    return members
  }

  /// One value that a loop carries.
  private struct Variable {
    let merge: String
    let initial: String
    let next: String
    let type: Int32
    let gate: String?
    let exit: String?
  }

  /// The node `While` and one for each exit in the place of a loop's; adds its functions.
  private mutating func replacement(of loop: Loop) throws -> [TFNodeDef] {
    let frame = loop.frame
    let members = loop.members.compactMap { self[$0] }.sorted { $0.name < $1.name }
    let merges = members.filter { $0.plainOperator == "Merge" && isOfLoop($0) }
    guard let turn = members.first(where: { $0.op == "LoopCond" }), !merges.isEmpty else {
      throw importError("loop '\(frame)' has no condition")
    }
    let variables = try merges.map { try variable($0, of: members, turn: turn.name) }
    let carried = Set(merges.flatMap(\.inputNodes))
    let constants = members.filter {
      Self.frame(of: $0) == frame && !carried.contains($0.name)
    }
    let arguments =
      try variables.map { (name: $0.merge, type: $0.type, value: $0.initial) }
      + constants.map { (name: $0.name, type: try Self.type(of: $0), value: try $0.operand(0)) }

    // What the functions know by the arguments' names.
    var known: [TensorReference: String] = [:]
    for (number, argument) in arguments.enumerated() {
      known[TensorReference(node: argument.name)] = "loop/argument_\(number)"
    }
    var inBody = known
    for (number, variable) in variables.enumerated() {
      guard let gate = variable.gate else { continue }
      inBody[TensorReference(node: gate, result: 1)] = "loop/argument_\(number)"
    }
    let name = unusedName(frame + "/While")
    let types = arguments.map(\.type)
    let condition = try function(
      name + "_cond", types, results: [(try turn.operand(0), TensorFlowType.bool)], known)
    let results =
      variables.map { ($0.next, $0.type) }
      + zip(constants, types[variables.count...]).map { ($0.name, $1) }
    let body = try function(name + "_body", types, results: results, inBody)
    graph.library.function += [try condition.serializedData(), try body.serializedData()]

    var node = TFNodeDef()
    node.name = name
    node.op = "While"
    node.input = arguments.map(\.value)
    node.attr = [
      .init("T", types: types), .init("cond", function: name + "_cond"),
      .init("body", function: name + "_body"),
    ]
    let exits = variables.enumerated().compactMap { number, variable in
      variable.exit.map {
        TFNodeDef(
          $0, "Identity", [TensorReference(node: name, result: number).text], type: variable.type)
      }
    }
    return [node] + exits
  }

  /// Whether a node joins what enters a loop and what a turn gives, not the sides of a branch.
  private func isOfLoop(_ merge: TFNodeDef) -> Bool {
    merge.inputNodes.contains { self[$0]?.plainOperator == "NextIteration" }
  }

  private func variable(
    _ merge: TFNodeDef, of members: [TFNodeDef], turn: String
  ) throws -> Variable {
    let inputs = merge.inputNodes.compactMap { self[$0] }
    guard let enter = inputs.first(where: { $0.plainOperator == "Enter" }),
      let next = inputs.first(where: { $0.plainOperator == "NextIteration" })
    else { throw importError("it joins no value that enters a loop", node: merge.name) }
    let gate = members.first {
      $0.plainOperator == "Switch" && $0.inputNodes.prefix(2) == [merge.name, turn]
    }
    let exit = gate.flatMap { gate in
      members.first { $0.plainOperator == "Exit" && $0.inputNodes.first == gate.name }
    }
    return Variable(
      merge: merge.name, initial: try enter.operand(0), next: try next.operand(0),
      type: try Self.type(of: enter), gate: gate?.name, exit: exit?.name)
  }

  private static func type(of enter: TFNodeDef) throws -> Int32 {
    guard let type = enter.attribute("T")?.type else {
      throw importError("it has no attribute 'T'", node: enter.name)
    }
    return type
  }

  /// A function of the nodes that results need, up to what is known by an argument's name.
  private func function(
    _ name: String, _ types: [Int32], results: [(reference: String, type: Int32)],
    _ known: [TensorReference: String]
  ) throws -> TFFunctionDef {
    var function = TFFunctionDef()
    function.signature.name = name
    function.signature.inputArg = types.enumerated().map {
      .init(name: "loop/argument_\($0.offset)", type: $0.element)
    }
    function.signature.outputArg = results.enumerated().map {
      .init(name: "loop/result_\($0.offset)", type: $0.element.type)
    }
    var seen: Set<String> = []
    var waiting: [String] = []
    func local(_ text: String) -> String {
      guard let reference = TensorReference(text) else { return text }
      if let argument = known[reference] { return argument }
      waiting.append(reference.node)
      return text
    }
    for (number, result) in results.enumerated() {
      function.ret["loop/result_\(number)"] = local(result.reference)
    }
    while let name = waiting.popLast() {
      guard seen.insert(name).inserted else { continue }
      guard var node = self[name] else {
        throw importError("the graph uses '\(name)', which it does not define")
      }
      node.input = node.dataInputs.map(local)
      function.nodeDef.append(node)
    }
    return function
  }

  /// Puts nodes in the place of a loop's.
  private mutating func replace(_ members: Set<String>, by nodes: [TFNodeDef]) {
    graph.node.removeAll { members.contains($0.name) }
    graph.node += nodes
    let kept = Set(nodes.map(\.name))
    for index in graph.node.indices {
      graph.node[index].input.removeAll { input in
        guard input.hasPrefix("^") else { return false }
        let name = String(input.dropFirst())
        return members.contains(name) && !kept.contains(name)
      }
    }
  }

  private func unusedName(_ stem: String) -> String {
    var name = stem
    while places[name] != nil { name += "_" }
    return name
  }
}

/// Numbers of TensorFlow's `DataType`.
enum TensorFlowType {
  static let int32: Int32 = 3
  static let bool: Int32 = 10
}

extension TFOpDef.ArgDef {
  init(name: String, type: Int32) {
    self.init()
    (self.name, self.type) = (name, type)
  }
}

extension TFNodeDef {
  /// A node with an attribute `T`.
  init(_ name: String, _ operation: String, _ inputs: [String], type: Int32) {
    self.init()
    (self.name, op, input) = (name, operation, inputs)
    attr = [.init("T", type: type)]
  }
}

extension TFNodeDef.AttrEntry {
  init(_ key: String, types: [Int32]) {
    self.init()
    self.key = key
    value.list.type = types
  }

  init(_ key: String, type: Int32) {
    self.init()
    self.key = key
    value.type = type
  }

  init(_ key: String, function: String) {
    self.init()
    self.key = key
    value.func.name = function
  }
}
