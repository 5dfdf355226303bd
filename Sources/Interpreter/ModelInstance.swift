// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Operators
import TensorCore

/// A model at work: what the interpreters of its signatures share.
///
/// It owns the variables, the threads, and the graphs that others call, with their packed weights
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
    for graph in isCalledOnce.indices { isCalledOnce[graph] = false }
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
    _ operation: Operator, inputs: [DirectTensor?], results: [ResultKind]
  ) throws(OperatorError) -> [DirectTensor] {
    let tensors = try evaluateDirectly(
      operation, inputs: inputs, results: results, byteLimit: memory.rest,
      operationLimit: operationsLeft)
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

/// A variable of a model: a tensor that keeps its value between inferences.
final class Variable {
  let name: String
  /// Nil before the first assignment.
  private(set) var value: ResultTensor?

  init(name: String) {
    self.name = name
  }

  func clear() {
    value = nil
  }

  func assign(
    _ operand: Operand, at address: UnsafeRawPointer, _ memory: MemoryBudget
  ) throws(InterpreterError) {
    let tensor = value?.type == operand.type ? value! : ResultTensor(operand.type)
    try tensor.copy(from: address, shape: operand.shape, memory)
    value = tensor
  }
}

/// A tensor of a graph that keeps its value between inferences, and that operators overwrite.
final class VariableTensor {
  /// Its number in the graph.
  let index: Int
  private let memory: BudgetedBuffer
  /// Each byte of what it holds at first: zero, or an 8-bit zero point.
  private let start: UInt8

  /// - Throws: where the tensor has no valid size, or the memory limit does not allow it.
  init(
    _ tensor: ExecutableGraph.Tensor, index: Int, _ budget: MemoryBudget
  ) throws(InterpreterError) {
    self.index = index
    memory = try BudgetedBuffer(
      byteCount: try ResultTensor.byteCount(tensor.type, tensor.shape), budget)
    let isByte = tensor.type == .int8 || tensor.type == .uint8
    start = UInt8(truncatingIfNeeded: isByte ? tensor.quantization?.zeroPoints.first ?? 0 : 0)
    clear()
  }

  var address: UnsafeMutableRawPointer { memory.base }

  func clear() {
    memory.base.initializeMemory(as: UInt8.self, repeating: start, count: memory.byteCount)
  }
}
