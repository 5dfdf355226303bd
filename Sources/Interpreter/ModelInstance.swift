// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Operators
import TensorCore

/// A model at work: what the interpreters of its signatures share.
///
/// It owns the variables, the tables, the threads, and the graphs that others call, with their packed weights
/// and memory. An instance and its interpreters belong to one thread; the threads that it works
/// with live as long as it does.
package final class ModelInstance {
  package let model: ExecutableModel
  package let options: Interpreter.Options
  let runner: StageRunner
  let memory: MemoryBudget
  /// The most bytes that the model may ask for in its own shapes.
  let ownByteLimit: Int
  private(set) var variables: [Variable] = []
  private(set) var tables: [LookupTable] = []
  /// Where each operator that draws random numbers is with them.
  private var streams: [(node: ExecutableGraph.Node, stream: RandomStream)] = []
  /// What each operator keeps that keeps some.
  private var operatorStates: [(node: ExecutableGraph.Node, state: OperatorState)] = []
  private let seed: UInt64
  /// What strings point at that the inference has made.
  private(set) var texts: [PreparedBuffer] = []
  private var textClaim: MemoryClaim
  /// How often the state has been brought back.
  private(set) var resetCount = 0
  /// By number in the model; made when first called.
  private var executions: [GraphExecution?]
  /// The variable tensors of each graph that has been prepared, by its number.
  private var states: [[VariableTensor]?]
  private var isCalledOnce: [Bool]
  /// How many more turns and calls the inference may make.
  private var turnsLeft = 0
  /// How many more elements it may work on.
  private(set) var operationsLeft = 0
  private var depth = 0

  /// Graphs may call each other so deep; the stack holds many more.
  private static let depthLimit = 64

  package typealias Observer = (ObservedTensors) throws(InterpreterError) -> Void

  /// Called when tensors of any graph have got their values, while these are in memory.
  package var observer: Observer?

  package init(_ model: ExecutableModel, options: Interpreter.Options = .init()) {
    self.model = model
    self.options = options
    runner = StageRunner(threadCount: options.threadCount)
    ownByteLimit = options.ownByteLimit(of: model.byteCount)
    memory = MemoryBudget(byteLimit: ownByteLimit)
    textClaim = MemoryClaim(memory)
    var generator = SystemRandomNumberGenerator()
    seed = options.seed ?? generator.next()
    executions = Array(repeating: nil, count: model.graphCount)
    states = Array(repeating: nil, count: model.graphCount)
    isCalledOnce = Array(repeating: false, count: model.graphCount)
  }

  package convenience init(_ file: ModelFile, options: Interpreter.Options = .init()) {
    self.init(ExecutableModel(file), options: options)
  }

  /// Brings back the state of before the first inference.
  package func reset() {
    for variable in variables { variable.clear() }
    for tensors in states { for tensor in tensors ?? [] { tensor.clear() } }
    for table in tables { table.clear() }
    for (_, stream) in streams { stream.restart() }
    for (_, state) in operatorStates { state.clear() }
    for graph in isCalledOnce.indices { isCalledOnce[graph] = false }
    resetCount += 1
  }

  // MARK: What graphs at work ask for

  /// The graph of that number, as others call it.
  func execution(of graph: Int) throws(InterpreterError) -> GraphExecution {
    if let execution = executions[graph] { return execution }
    let execution = GraphExecution(try model.graph(graph), number: graph)
    executions[graph] = execution
    return execution
  }

  /// The variable tensors of a graph, made when it is first prepared.
  ///
  /// - Throws: where the memory limit does not allow them.
  func variableTensors(
    of graph: ExecutableGraph, number: Int
  ) throws(InterpreterError) -> [VariableTensor] {
    if let tensors = states[number] { return tensors }
    var tensors: [VariableTensor] = []
    for (index, tensor) in graph.tensors.enumerated() where tensor.isVariable {
      tensors.append(try VariableTensor(tensor, index: index, memory))
    }
    states[number] = tensors
    return tensors
  }

  /// The variable of that name, which may have no value yet.
  func variable(named name: String) -> Int {
    for (index, variable) in variables.enumerated() where variable.name.isSame(as: name) {
      return index
    }
    variables.append(Variable(name: name))
    return variables.count - 1
  }

  /// The handle of the table of that number, which is made when first asked for.
  ///
  /// Handles of tables are negative, so that they are none of variables.
  func table(_ id: Int, keys: ElementType) -> Int {
    for (index, table) in tables.enumerated() where table.id == id { return ~index }
    tables.append(LookupTable(id: id, keys: keys))
    return ~(tables.count - 1)
  }

  /// The random numbers of an operator; nil for those that draw none.
  func stream(of node: ExecutableGraph.Node) -> RandomStream? {
    guard case .random = node.operation.effects else { return nil }
    for (known, stream) in streams where known === node { return stream }
    let stream = RandomStream(seed: seed, number: streams.count)
    streams.append((node, stream))
    return stream
  }

  /// What an operator keeps; nil for those that keep nothing.
  func state(of node: ExecutableGraph.Node) -> OperatorState? {
    guard case .keepsState = node.operation.effects else { return nil }
    for (known, state) in operatorStates where known === node { return state }
    let state = OperatorState()
    operatorStates.append((node, state))
    return state
  }

  /// Keeps what strings of the inference point at.
  func keep(_ text: PreparedBuffer) throws(InterpreterError) {
    try textClaim.extend(by: text.byteCount)
    texts.append(text)
  }

  /// Whether a graph that is to be called once has been.
  func isCalled(once graph: Int) -> Bool { isCalledOnce[graph] }

  /// A graph that is to be called once has been called.
  func noteCall(once graph: Int) {
    isCalledOnce[graph] = true
  }

  /// Begins an inference or a preparation: turns and operations are counted from here.
  func begin() {
    turnsLeft = options.turnLimit
    operationsLeft = options.operationLimit
    depth = 0
    if !texts.isEmpty {
      texts = []
      textClaim = MemoryClaim(memory)
    }
  }

  /// Counts a turn of a loop, a call, or a preparation that one of these needs.
  func countTurn() throws(InterpreterError) {
    guard turnsLeft > 0 else {
      throw InterpreterError(
        "loops and calls make more than the limit of \(options.turnLimit) turns; "
          + "LINNET_TURNS=N allows more")
    }
    turnsLeft -= 1
  }

  /// Counts what an operator, or a segment of them, works on.
  func count(operations: Int) throws(InterpreterError) {
    guard operations <= operationsLeft else {
      throw InterpreterError("takes more than \(options.operationLimit) operations on elements")
    }
    if options.operationLimit < .max { operationsLeft -= operations }
  }

  /// Runs an operator on tensors at hand, within the limits.
  func evaluate(
    _ operation: Operator, inputs: [DirectTensor?], results: [ResultKind],
    stream: RandomStream? = nil, state: OperatorState? = nil
  ) throws(OperatorError) -> [DirectTensor] {
    let tensors = try evaluateDirectly(
      operation, inputs: inputs, results: results, byteLimit: memory.rest,
      operationLimit: operationsLeft, stream: stream, state: state)
    let count = operation.operationCount(
      inputs.map { $0?.operand(slot: 0) }, results: tensors.map { $0.shape })
    if options.operationLimit < .max { operationsLeft -= count }
    return tensors
  }

  /// Runs `body` one level of calls deeper.
  func nested<Result>(
    _ body: () throws(InterpreterError) -> Result
  ) throws(InterpreterError) -> Result {
    guard depth < Self.depthLimit else {
      throw InterpreterError("subgraphs call each other more than \(Self.depthLimit) deep")
    }
    depth += 1
    defer { depth -= 1 }
    return try body()
  }
}
