// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// What the engine does itself for an operator: calls of other graphs, variables, tables and lists,
/// and operators that cannot be prepared before their operands are there.
///
/// Its results have memory of their own, and so may be of another size at each inference.
final class EngineStep {
  enum Kind {
    /// The operator is prepared and run on the operands as they are.
    case compute
    case action(OperatorAction)
  }

  private let node: ExecutableGraph.Node
  private let kind: Kind
  private let kinds: [ResultKind]
  /// Whether each operand is not read again; empty where no tensor of the graph holds a list.
  private let areLastReads: [Bool]
  /// The shapes that the results are expected to have; nil where only the data tell.
  let plannedShapes: [Shape]?
  private var results: [ResultTensor]
  /// For loops, one for each result.
  private var carriers: [Carrier] = []
  private var arguments = GraphArguments()
  private var nextArguments = GraphArguments()

  /// Where a value lies that a loop carries from turn to turn.
  private struct Carrier {
    enum Place {
      case caller, result, spare
    }

    var place = Place.caller
    /// Memory for the next turn's value while the last one is in the result's.
    var spare: ResultTensor
  }

  init(
    _ node: ExecutableGraph.Node, _ kinds: [ResultKind], _ kind: Kind, shapes: [Shape]?,
    areLastReads: [Bool] = []
  ) {
    self.node = node
    self.kind = kind
    self.kinds = kinds
    self.areLastReads = areLastReads
    plannedShapes = shapes
    results = kinds.map { ResultTensor($0.type) }
    if case .action(.loop) = kind {
      carriers = kinds.map { Carrier(spare: ResultTensor($0.type)) }
    }
  }

  /// As the profile names it.
  var kernel: String {
    switch kind {
    case .compute: "prepared at each inference"
    case .action(.branch): "branch"
    case .action(.loop): "loop"
    case .action(.call), .action(.callOnce): "call"
    case .action(.findInTable), .action(.fillTable), .action(.tableSize): "table"
    case .action(.list): "list"
    case .action(.saveTensors), .action(.restoreTensor): "file"
    case .action: "variable"
    }
  }

  /// The shapes that the results came to have.
  var shapes: [Shape] { results.map { $0.shape } }

  /// Runs the step.
  ///
  /// - Returns: whether the results have the planned shapes.
  func run(
    in segment: Segment, of instance: ModelInstance
  ) throws(InterpreterError) -> Bool {
    switch kind {
    case .compute: try compute(segment, instance)
    case .action(let action): try perform(action, segment, instance)
    }
    for (output, result) in zip(node.outputs, results) {
      segment.place(output, at: result.address)
    }
    guard let plannedShapes else { return false }
    for (shape, result) in zip(plannedShapes, results) where shape != result.shape { return false }
    return true
  }

  private func perform(
    _ action: OperatorAction, _ segment: Segment, _ instance: ModelInstance
  ) throws(InterpreterError) {
    switch action {
    case .branch(let graphs):
      let condition = segment.tensors[node.inputs[0]]
      let place = Self.place(
        condition.type, UnsafeRawPointer(segment.table[node.inputs[0]]), of: graphs.count)
      try call(graphs[place], node.inputs.dropFirst(), segment, instance)
    case .call(let graph):
      try call(graph, node.inputs[...], segment, instance)
    case .callOnce(let graph):
      guard !instance.isCalled(once: graph) else { return }
      try call(graph, [], segment, instance)
      instance.noteCall(once: graph)
    case .loop(let condition, let body):
      try loop(condition, body, segment, instance)
    case .readVariable:
      let variable = try variable(segment, instance)
      guard let value = variable.value else {
        throw InterpreterError("variable '\(variable.name)' is read before it has a value")
      }
      guard value.type == results[0].type else {
        throw InterpreterError(
          "variable '\(variable.name)' is \(value.type.name), read as \(results[0].type.name)")
      }
      try results[0].copy(from: value.address, shape: value.shape, instance.memory)
    case .assignVariable:
      let operand = segment.tensors[node.inputs[1]]
      try variable(segment, instance).assign(
        operand, at: segment.table[node.inputs[1]], instance.memory)
    case .findInTable:
      try table(segment, instance).find(
        segment.operand(node.inputs[1]), default: segment.operand(node.inputs[2]), in: results[0],
        instance)
    case .fillTable:
      try table(segment, instance).fill(
        segment.operand(node.inputs[1]), with: segment.operand(node.inputs[2]), instance)
    case .tableSize:
      try results[0].reserve(Shape([1]), instance.memory)
      results[0].address.storeBytes(
        of: Int64(try table(segment, instance).count), as: Int64.self)
    #if COMMON_OPERATORS_ONLY
      case .list, .saveTensors, .restoreTensor: return
    #else
      case .saveTensors:
        try StateEvaluation(node: node, segment: segment, instance: instance).save()
      case .restoreTensor:
        try StateEvaluation(node: node, segment: segment, instance: instance).restore(results[0])
      case .list(let operation):
        try ListEvaluation(
          operation: operation, node: node, areLastReads: areLastReads, results: results,
          segment: segment, instance: instance
        ).run()
    #endif
    case .kernels, .texts, .variable, .table: return
    }
  }

  // MARK: Variables and tables

  private func table(
    _ segment: Segment, _ instance: ModelInstance
  ) throws(InterpreterError) -> LookupTable {
    let handle = segment.table.elements(node.inputs[0], as: Int32.self)[0]
    guard instance.tables.indices.contains(Int(~handle)) else {
      throw InterpreterError("its handle stands for no table")
    }
    return instance.tables[Int(~handle)]
  }

  private func variable(
    _ segment: Segment, _ instance: ModelInstance
  ) throws(InterpreterError) -> Variable {
    let number = Int(segment.table.elements(node.inputs[0], as: Int32.self)[0])
    guard instance.variables.indices.contains(number) else {
      throw InterpreterError("its handle stands for no variable")
    }
    return instance.variables[number]
  }

  // MARK: Calls

  /// Which of `count` graphs a condition calls.
  static func place(_ type: ElementType, _ condition: UnsafeRawPointer, of count: Int) -> Int {
    let place =
      type == .bool ? Int(condition.load(as: UInt8.self)) : Int(condition.load(as: Int32.self))
    return place >= 0 && place < count ? place : count - 1
  }

  /// Takes operands for arguments.
  ///
  /// - Returns: the lists that they hold, which are handed over where they are not read again; none
  ///   where no tensor of the graph holds a list.
  private func take(_ inputs: ArraySlice<Int>, _ segment: Segment) -> [TensorList?] {
    for (position, input) in inputs.enumerated() {
      arguments.set(position, segment.tensors[input].shape, segment.table[input])
    }
    guard !areLastReads.isEmpty else { return [] }
    return inputs.indices.map {
      segment.takeList(inputs[$0], isLastRead: areLastReads[$0])
    }
  }

  private func call(
    _ graph: Int, _ inputs: ArraySlice<Int>, _ segment: Segment, _ instance: ModelInstance
  ) throws(InterpreterError) {
    let execution = try instance.execution(of: graph)
    var lists = take(inputs, segment)
    try execution.call(arguments, &lists, in: instance)
    for (index, result) in results.enumerated() {
      let (operand, address) = execution.output(index)
      if result.type == .variant {
        segment.place(execution.list(index), in: node.outputs[index])
      } else {
        try result.copy(from: address, shape: operand.shape, instance.memory)
      }
    }
    execution.letGoOfLists()
  }

  private func loop(
    _ condition: Int, _ body: Int, _ segment: Segment, _ instance: ModelInstance
  ) throws(InterpreterError) {
    let condition = try instance.execution(of: condition)
    let body = try instance.execution(of: body)
    for index in results.indices { carriers[index].place = .caller }
    var lists = take(node.inputs[...], segment)
    while true {
      var shown = condition.graph.takesLists ? lists : []
      try condition.call(arguments, &shown, in: instance)
      condition.letGoOfLists()
      let (operand, address) = condition.output(0)
      guard operand.elementCount == 1 else {
        throw InterpreterError(
          "its condition came to be \(operand.shape.description), must have one element")
      }
      // Any byte but 0 is true, as it is for branches.
      guard address.load(as: UInt8.self) != 0 else { break }
      try body.call(arguments, &lists, in: instance)
      for index in results.indices {
        let (operand, address) = body.output(index)
        if results[index].type == .variant {
          lists[index] = body.list(index)
          nextArguments.set(index, .scalar, address)
        } else {
          try carry(index, operand.shape, address, instance.memory)
        }
      }
      body.letGoOfLists()
      swap(&arguments, &nextArguments)
    }
    for index in lists.indices { segment.place(lists[index], in: node.outputs[index]) }
    for index in results.indices
    where carriers[index].place != .result && results[index].type != .variant {
      if carriers[index].place == .spare {
        swap(&results[index], &carriers[index].spare)
      } else {
        try results[index].copy(
          from: arguments.addresses[index], shape: arguments.shapes[index], instance.memory)
      }
    }
  }

  /// Makes a result of a turn an argument of the next one.
  ///
  /// It is written where no argument of this turn lies, so that a body may pass on any of its
  /// arguments as any of its results; what it passes on in place is not copied.
  private func carry(
    _ index: Int, _ shape: Shape, _ address: UnsafeMutableRawPointer, _ memory: MemoryBudget
  ) throws(InterpreterError) {
    guard address != arguments.addresses[index] else {
      nextArguments.set(index, arguments.shapes[index], address)
      return
    }
    let isInResult = carriers[index].place == .result
    let target = isInResult ? carriers[index].spare : results[index]
    try target.copy(from: address, shape: shape, memory)
    carriers[index].place = isInResult ? .spare : .result
    nextArguments.set(index, shape, target.address)
  }

  // MARK: Operators that await their operands

  private func compute(
    _ segment: Segment, _ instance: ModelInstance
  ) throws(InterpreterError) {
    var inputs: [DirectTensor?] = []
    for input in node.inputs {
      guard input >= 0 else {
        inputs.append(nil)
        continue
      }
      let operand = segment.tensors[input]
      let byteCount = try ResultTensor.byteCount(operand.type, operand.shape)
      inputs.append(
        DirectTensor(
          type: operand.type, shape: operand.shape, quantization: operand.quantization,
          bytes: UnsafeRawBufferPointer(start: segment.table[input], count: byteCount)))
    }
    let tensors: [DirectTensor]
    do throws(OperatorError) {
      tensors = try instance.evaluate(
        node.operation, inputs: inputs, results: kinds, stream: instance.stream(of: node),
        state: instance.state(of: node))
    } catch {
      throw InterpreterError("\(error.message)")
    }
    if let text = tensors.first?.text { try instance.keep(text) }
    for (result, tensor) in zip(results, tensors) { try result.take(tensor, instance.memory) }
  }
}

/// What a graph is called with: a shape and an address for each of its inputs.
struct GraphArguments {
  private(set) var shapes: [Shape] = []
  private(set) var addresses: [UnsafeMutableRawPointer] = []

  mutating func set(_ index: Int, _ shape: Shape, _ address: UnsafeMutableRawPointer) {
    if index == shapes.count {
      shapes.append(shape)
      addresses.append(address)
    } else {
      if shapes[index] != shape { shapes[index] = shape }
      addresses[index] = address
    }
  }
}
