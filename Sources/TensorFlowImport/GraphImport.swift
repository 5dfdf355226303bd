// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// What stands behind a tensor of a TensorFlow graph.
enum Binding {
  case value(ValueID)
  /// A handle of the variable of this index.
  case variable(Int)
}

/// Everything that the graphs of one model share while they are imported.
final class ImportContext {
  let main: GraphBody
  let functions: FunctionLibrary
  let operators: OperatorDefinitions
  let variables: Variables
  let assets: ModelAssets
  /// Nil for a model without an object graph.
  let objectKeys: () throws -> ObjectGraphKeys?

  /// Graphs of functions that nodes call, in the order in which they were finished.
  var functionGraphs: [Graph] = []
  /// What users should know of what was imported.
  var warnings: [Diagnostic] = []
  /// Whether a signature writes tensors to files.
  var savesTensors = false
  /// The graph of a function whose arguments are bound in one way.
  var functionGraphNames: [String: String] = [:]
  /// The functions being imported, outermost first.
  private var callers: [String] = []
  private var graphNames: Set<String> = []
  /// Nodes met so far, calls counted each time.
  private var nodeCount = 0
  private var resultCount = 0

  private static let callDepthLimit = 100
  private static let nodeLimit = 200_000
  private static let resultLimit = 1_000_000

  init(
    main: GraphBody, functions: FunctionLibrary, operators: OperatorDefinitions,
    variables: Variables, assets: ModelAssets = .none,
    objectKeys: @escaping () throws -> ObjectGraphKeys?
  ) {
    self.main = main
    self.functions = functions
    self.operators = operators
    self.variables = variables
    self.assets = assets
    self.objectKeys = objectKeys
  }

  /// The name itself, or with a number behind it if a graph has that name already.
  func newGraphName(_ name: String) -> String {
    var candidate = name
    var number = 0
    while !graphNames.insert(candidate).inserted {
      number += 1
      candidate = "\(name)_\(number)"
    }
    return candidate
  }

  func countNode() throws {
    nodeCount += 1
    guard nodeCount <= Self.nodeLimit else {
      throw importError("its functions expand to more than \(Self.nodeLimit) nodes")
    }
  }

  func countResults(_ count: Int) throws {
    resultCount += count
    guard resultCount <= Self.resultLimit else {
      throw importError("its nodes give more than \(Self.resultLimit) results")
    }
  }

  /// Notes that a function's body is imported from here on, until ``leave()``.
  ///
  /// - Throws: if the function is already running, naming the ring, or calls are nested too deep.
  func enter(_ function: String, from node: String) throws {
    if let start = callers.firstIndex(of: function) {
      let ring = (callers[start...] + [function]).joined(separator: " → ")
      throw importError("functions call each other in a ring: \(ring)", node: node)
    }
    guard callers.count < Self.callDepthLimit else {
      throw importError("calls are nested deeper than \(Self.callDepthLimit)", node: node)
    }
    callers.append(function)
  }

  func leave() {
    callers.removeLast()
  }

  /// Gives the variables that the main graph assigns the path of a file their value.
  func giveAssetsToVariables() throws {
    for node in main.nodes where node.op == "AssignVariableOp" && node.input.count >= 2 {
      guard case .node(let handle, _, _) = try main.source(of: node.input[0]),
        case .node(let source, _, _) = try main.source(of: node.input[1]),
        Variables.isVariable(main.nodes[handle].op),
        let path = try assets.path(of: main.nodes[source])
      else { continue }
      variables.give(path, to: variables.index(of: main.nodes[handle]))
    }
  }
}

/// One use of a body: its arguments, and the results of its nodes so far.
final class Frame {
  let body: GraphBody
  let arguments: [Binding]
  var results: [[Binding]?]
  var resultGroups: [OperatorDefinitions.Results?]

  init(_ body: GraphBody, arguments: [Binding]) {
    self.body = body
    self.arguments = arguments
    results = Array(repeating: nil, count: body.nodes.count)
    resultGroups = Array(repeating: nil, count: body.nodes.count)
  }
}

/// Makes one graph from TensorFlow nodes: calls are inlined, variables become constants.
struct GraphImport {
  let context: ImportContext
  var graph: Graph
  /// The constant that each variable has become.
  var variableConstants: [Int: ValueID] = [:]
  /// The handle of each variable that a function assigns.
  var variableHandles: [Int: ValueID] = [:]

  /// Whether nodes count that run only for their effect on tables.
  private let keepsEffects: Bool

  init(name: String, context: ImportContext, keepsEffects: Bool = false) {
    self.context = context
    self.keepsEffects = keepsEffects
    graph = Graph(name: name)
  }

  /// Imports what `references` need, each node after what it uses.
  ///
  /// Nodes that run only for their effect are followed where the model assigns variables.
  mutating func bindings(of references: [String], in frame: Frame) throws -> [Binding] {
    var roots: [Int] = []
    if followsControl {
      roots += try frame.body.controlResults.map { try frame.body.controlSource($0[...]) }
    }
    for reference in references {
      if case .node(let node, _, _) = try frame.body.source(of: reference) { roots.append(node) }
    }
    for root in roots { try importNodes(neededBy: root, in: frame) }
    return try references.map { try binding(of: $0, in: frame) }
  }

  /// Imports a node and all that runs before it.
  mutating func importEffects(of node: String, in frame: Frame) throws {
    guard case .node(let root, _, _) = try frame.body.source(of: node) else { return }
    try importNodes(neededBy: root, in: frame)
  }

  private var followsControl: Bool {
    keepsEffects || context.savesTensors
      || context.variables.all.contains { $0.isAssigned }
  }

  /// Walks the inputs without recursion: graphs are deep.
  private mutating func importNodes(
    neededBy root: Int, in frame: Frame
  ) throws {
    let followsControl = followsControl
    var open: [(node: Int, next: Int)] = []
    var isOpen: Set<Int> = []
    func enter(_ node: Int) throws {
      guard frame.results[node] == nil else { return }
      guard isOpen.insert(node).inserted else {
        throw cycleError(open.map { frame.body.nodes[$0.node] }, at: frame.body.nodes[node])
      }
      open.append((node, 0))
    }
    try enter(root)
    while let (node, next) = open.last {
      let inputs = frame.body.nodes[node].input
      guard next < inputs.count else {
        frame.results[node] = try results(of: node, in: frame)
        isOpen.remove(node)
        open.removeLast()
        continue
      }
      open[open.count - 1].next += 1
      let input = inputs[next]
      if input.hasPrefix("^") {
        if followsControl { try enter(frame.body.controlSource(input.dropFirst())) }
      } else if case .node(let source, _, _) = try frame.body.source(of: input) {
        try enter(source)
      }
    }
  }

  private func cycleError(_ open: [TFNodeDef], at node: TFNodeDef) -> ConversionError {
    let start = open.firstIndex { $0.name == node.name } ?? 0
    let ring = open[start...]
    if ring.contains(where: { $0.op == "NextIteration" || $0.op == "Merge" }) {
      return importError(
        "it is part of a loop of TensorFlow 1 control flow; "
          + "save the model again with TensorFlow 2 control flow", node: node.name)
    }
    let names = ring.prefix(8).map(\.name).joined(separator: ", ")
    return importError("nodes need each other in a ring: \(names)", node: node.name)
  }

  /// What a reference stands for, once its node is imported.
  func binding(of reference: String, in frame: Frame) throws -> Binding {
    switch try frame.body.source(of: reference) {
    case .argument(let index):
      guard frame.arguments.indices.contains(index) else { break }
      return frame.arguments[index]
    case .node(let node, let group, let number):
      guard let results = frame.results[node] else { break }
      var index = number
      if let group, results.count > 1 || number > 0 {
        guard let start = try groups(of: node, in: frame).starts[String(group)], number >= 0 else {
          break
        }
        index = start + min(number, results.count)
      }
      guard results.indices.contains(index) else { break }
      return results[index]
    }
    throw importError("\(frame.body.place) uses '\(reference)', which its node does not give")
  }

  private func groups(of node: Int, in frame: Frame) throws -> OperatorDefinitions.Results {
    if let groups = frame.resultGroups[node] { return groups }
    let caller = frame.body.nodes[node]
    let groups =
      context.functions.contains(caller.op)
      ? OperatorDefinitions.Results(
        names: try context.functions.body(caller.op, caller: caller.name).resultNames)
      : try context.operators.results(of: caller)
    frame.resultGroups[node] = groups
    return groups
  }

  /// Imports one node whose inputs are imported.
  private mutating func results(of index: Int, in frame: Frame) throws -> [Binding] {
    let count = graph.nodes.count
    let results = try importedResults(of: index, in: frame)
    let origin = frame.body.nodes[index].origin(in: frame.body.function)
    // Those of a body that was imported in place of a call have theirs.
    for place in count..<graph.nodes.count where graph.nodes[place].origin == nil {
      graph.nodes[place].origin = origin
    }
    return results
  }

  private mutating func importedResults(of index: Int, in frame: Frame) throws -> [Binding] {
    try context.countNode()
    let node = frame.body.nodes[index]
    let inputs = try node.dataInputs.map {
      try binding(of: $0, in: frame)
    }
    if Variables.isVariable(node.op) {
      let variable = context.variables.index(of: node)
      return node.op == "VarHandleOp" || context.variables.all[variable].isAssigned
        ? [.variable(variable)] : [.value(try constant(of: variable))]
    }
    if frame.body.function == nil, let path = try context.assets.path(of: node) {
      return [.value(graph.add(path))]
    }
    switch node.op {
    case "Const":
      guard let tensor = node.attribute("value")?.tensor else {
        throw importError("it is a constant without a value", node: node.name)
      }
      let value = try Value(tensor, name: node.name, budget: context.operators.budget)
      return [.value(graph.add(value))]
    case "Identity", "IdentityN", "ReadVariableOp", "PlaceholderWithDefault":
      if let results = try passedThrough(inputs, by: node) { return results }
    case "VarIsInitializedOp":
      let value = Value(name: node.name, type: .bool, shape: [], constant: ConstantData([UInt8(1)]))
      return [.value(graph.add(value))]
    case "NoOp", "DisableCopyOnRead", "Assert":
      return []
    case "AssignVariableOp":
      if case .variable(let variable)? = inputs.first,
        context.variables.all[variable].givenValue != nil
      {
        return []
      }
    case "InitializeTableFromTextFile", "InitializeTableFromTextFileV2":
      return try tableFilledFromFile(node, inputs)
    case "Placeholder":
      throw importError(
        "the signature's outputs need this placeholder, which is not among its inputs",
        node: node.name)
    case "PartitionedCall", "StatefulPartitionedCall":
      return try called(node.function("f"), by: node, inputs)
    case "While", "StatelessWhile", "If", "StatelessIf", "Case", "StatelessCase":
      return try controlFlow(node, inputs, in: frame, index)
    default:
      if context.functions.contains(node.op) { return try called(node.op, by: node, inputs) }
    }
    return try ordinary(node, inputs, groups(of: index, in: frame))
  }

  /// What a node gives that changes nothing; nil if it reads a variable that changes.
  private mutating func passedThrough(
    _ inputs: [Binding], by node: TFNodeDef
  ) throws -> [Binding]? {
    guard !inputs.isEmpty else { throw importError("it has no input", node: node.name) }
    if node.op == "PlaceholderWithDefault" { noteDefault(of: node, inputs[0]) }
    guard node.op == "ReadVariableOp" else { return inputs }
    guard case .variable(let variable) = inputs[0],
      !context.variables.all[variable].isAssigned
    else { return nil }
    return [.value(try constant(of: variable))]
  }

  /// Warns of a placeholder that nothing feeds: what it is by default is part of the model from here.
  private mutating func noteDefault(of node: TFNodeDef, _ input: Binding) {
    var value = ""
    if case .value(let id) = input, let text = graph[id].scalarText { value = ", \(text)," }
    let warning = Diagnostic.warning(
      "placeholder '\(node.name)' is no input: it has its default value\(value) for good",
      node: node.name, operator: node.op,
      remedy: "name it among the inputs of the signature, or of a frozen graph by --input-node, "
        + "if it is to be fed")
    if !context.warnings.contains(warning) { context.warnings.append(warning) }
  }

  /// The results of a function's body, imported in place of a call.
  private mutating func called(
    _ function: String, by node: TFNodeDef, _ inputs: [Binding]
  ) throws -> [Binding] {
    let body = try context.functions.body(function, caller: node.name)
    guard body.arguments.count == inputs.count else {
      throw importError(
        "it passes \(inputs.count) operands to function '\(function)', "
          + "which takes \(body.arguments.count)", node: node.name)
    }
    try context.enter(function, from: node.name)
    defer { context.leave() }
    return try bindings(of: body.results, in: Frame(body, arguments: inputs))
  }

  /// A table that a file fills is filled by constants.
  private mutating func tableFilledFromFile(
    _ node: TFNodeDef, _ inputs: [Binding]
  ) throws -> [Binding] {
    guard inputs.count == 2, case .value(let table) = inputs[0], case .value(let file) = inputs[1],
      let path = context.assets.path(in: graph[file])
    else {
      throw importError(
        "it fills a table from a file that is not among the model's assets; save it again as a SavedModel",
        node: node.name)
    }
    guard let maker = graph.nodes.last(where: { $0.outputs == [table] }),
      case .tensorFlow(_, let attributes) = maker.operation,
      case .type(let keyType) = attributes["key_dtype"],
      case .type(let valueType) = attributes["value_dtype"]
    else { throw importError("it fills no table that is known here", node: node.name) }
    let contents = try TableFile(path: path, for: node)
    let keys = graph.add(try contents.keys(as: keyType))
    let values = graph.add(try contents.values(as: valueType))
    return graph.append(
      .tensorFlow("InitializeTableV2", [:]), name: node.name, inputs: [table, keys, values],
      results: []
    ).map { .value($0) }
  }

  /// A node of an operator that this stage knows nothing of.
  private mutating func ordinary(
    _ node: TFNodeDef, _ inputs: [Binding], _ groups: OperatorDefinitions.Results
  ) throws -> [Binding] {
    let operands = try inputs.map { try operand($0) }
    let touchesState = inputs.contains {
      if case .variable(let variable) = $0 {
        context.variables.all[variable].isAssigned
      } else {
        false
      }
    }
    let hasEffect = touchesState || keepsEffects || AssignmentSearch.savesTensors(node.op)
    if groups.types.isEmpty && !hasEffect { return [] }
    let results = try resultValues(of: node, types: groups.types)
    let operation = Operation.tensorFlow(node.op, try context.operators.attributes(of: node))
    return graph.append(operation, name: node.name, inputs: operands, results: results)
      .map { .value($0) }
  }

  /// Values for a node's results, of the shapes that TensorFlow noted.
  func resultValues(of node: TFNodeDef, types: [Int32]) throws -> [Value] {
    try context.countResults(types.count)
    let shapes = node.attribute("_output_shapes")?.list.shape ?? []
    return try types.enumerated().map { index, type in
      Value(
        name: index == 0 ? node.name : "\(node.name):\(index)",
        type: try .from(type, node: node.name),
        shape: shapes.count == types.count ? try shapes[index].partialShape(of: node.name) : nil)
    }
  }

  /// An operand of a node: a variable that nothing assigns is its value.
  mutating func operand(_ binding: Binding) throws -> ValueID {
    switch binding {
    case .value(let value): value
    case .variable(let variable):
      context.variables.all[variable].isAssigned
        ? try handle(of: variable) : try constant(of: variable)
    }
  }

  private mutating func constant(of variable: Int) throws -> ValueID {
    if let value = variableConstants[variable] { return value }
    let value = graph.add(try context.variables.value(variable))
    variableConstants[variable] = value
    return value
  }

  /// The handle of a variable that is assigned; its initial value is an attribute of its node.
  private mutating func handle(of variable: Int) throws -> ValueID {
    if let value = variableHandles[variable] { return value }
    let definition = context.variables.all[variable].definition
    var attributes = try context.operators.attributes(of: definition)
    attributes["initial_value"] = .tensor(try context.variables.value(variable))
    let handle = graph.append(
      .tensorFlow("VarHandleOp", attributes), name: definition.name, inputs: [],
      results: [Value(name: definition.name, type: .resource, shape: [])])[0]
    variableHandles[variable] = handle
    return handle
  }
}

extension Value {
  /// The one element of a constant; nil for others.
  fileprivate var scalarText: String? {
    guard let bytes = constant?.bytes, staticShape?.elementCount == 1 else { return nil }
    switch type {
    case .bool: return bytes[0] == 0 ? "false" : "true"
    case .float32: return "\(bytes.loadUnaligned(as: Float.self))"
    case .int32: return "\(bytes.loadUnaligned(as: Int32.self))"
    case .int64: return "\(bytes.loadUnaligned(as: Int64.self))"
    default: return nil
    }
  }
}
