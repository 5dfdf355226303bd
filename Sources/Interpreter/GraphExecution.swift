// SPDX-License-Identifier: Apache-2.0
import CPlatform
import LiteFormat
import Operators
import TensorCore

/// A graph at work: its forms for the shapes lately used, and the results of its last run.
final class GraphExecution {
  let graph: ExecutableGraph
  let number: Int
  /// First segments, by the shapes of the graph's inputs; lately used ones, the last first.
  private var forms: [Segment] = []
  /// The segments of the last run, or else the first one as prepared.
  private var path: [Segment] = []
  /// How many segments have been made since all but the path were let go.
  private var madeCount = 0
  private let lasting: LastingForms
  /// The tensors as the file says them.
  let declared: [Operand]
  /// Nanoseconds spent in each operator; empty where that is not measured.
  var nanoseconds: [UInt64] = []

  init(_ graph: ExecutableGraph, number: Int) {
    self.graph = graph
    self.number = number
    lasting = LastingForms(nodeCount: graph.nodes.count)
    declared = graph.tensors.enumerated().map { index, tensor in
      Operand(
        type: tensor.type, shape: tensor.shape, quantization: tensor.quantization, slot: index,
        constant: tensor.constant, isLasting: tensor.constant != nil)
    }
  }

  /// The segment in which the last run, or else the last preparation, ended.
  var last: Segment? { path.last }

  // MARK: Preparing

  /// The first segment for inputs of these shapes.
  ///
  /// - Throws: `InterpreterError` that names the operator which refuses them.
  @discardableResult
  func prepare(
    for shapes: [Shape], in instance: ModelInstance
  ) throws(InterpreterError) -> Segment {
    letGoOfOthers()
    let segment = try Segment.kept(in: &forms, 0, shapes) { () throws(InterpreterError) in
      try instance.countTurn()
      var tensors = declared
      for (input, shape) in zip(graph.inputs, shapes) {
        tensors[input] = tensors[input].reshaped(to: shape)
      }
      return try self.segment(0, shapes, tensors, instance)
    }
    for variable in try instance.variableTensors(of: graph, number: number) {
      segment.place(variable.index, at: variable.address)
    }
    letGoOfLists()
    path.removeAll(keepingCapacity: true)
    path.append(segment)
    return segment
  }

  /// The shapes of the results for inputs of these shapes; nil if the data decide.
  func resultShapes(
    of shapes: [Shape], in instance: ModelInstance
  ) throws(InterpreterError) -> [Shape]? {
    let segment = try instance.nested { () throws(InterpreterError) in
      try prepare(for: shapes, in: instance)
    }
    guard segment.isWhole else { return nil }
    return graph.outputs.map { segment.tensors[$0].shape }
  }

  private func segment(
    _ first: Int, _ entryShapes: [Shape], _ tensors: [Operand], _ instance: ModelInstance
  ) throws(InterpreterError) -> Segment {
    madeCount += 1
    let plan = try SegmentPlan(
      graph, first: first, entryShapes: entryShapes, tensors: tensors, lasting: lasting,
      instance: instance)
    return try Segment(plan, layout: SegmentLayout(of: plan), memory: instance.memory)
  }

  /// Bounds how many segments are kept: successors of successors are a tree, which may grow with each
  /// inference whose sizes come from data.
  private func letGoOfOthers() {
    guard madeCount > Segment.formLimit * (path.count + Segment.formLimit) else { return }
    madeCount = path.count
    forms = path.first.map { [$0] } ?? []
    for (index, segment) in path.enumerated() {
      segment.keep(only: index + 1 < path.count ? path[index + 1] : nil)
    }
  }

  private func successor(
    of segment: Segment, behind step: Step, _ instance: ModelInstance
  ) throws(InterpreterError) -> Segment {
    let first = step.operatorIndex + 1
    let shapes = step.engineStep!.shapes
    let next = try segment.successor(at: first, shapes: shapes) { () throws(InterpreterError) in
      try instance.countTurn()
      var tensors = segment.tensors
      for (output, shape) in zip(graph.nodes[step.operatorIndex].outputs, shapes) {
        tensors[output] = tensors[output].reshaped(to: shape)
      }
      return try self.segment(first, shapes, tensors, instance)
    }
    next.inherit(from: segment)
    return next
  }

  // MARK: Running

  /// Runs the graph for another one, as a turn or a call.
  ///
  /// - Parameter lists: those that its inputs are to hold, which are handed over; empty for none.
  func call(
    _ arguments: GraphArguments, _ lists: inout [TensorList?], in instance: ModelInstance
  ) throws(InterpreterError) {
    try instance.countTurn()
    do throws(InterpreterError) {
      try instance.nested { () throws(InterpreterError) in
        try run(arguments, &lists, in: instance)
      }
    } catch {
      throw InterpreterError("subgraph \(number) '\(graph.name)': \(error.message)")
    }
  }

  /// Runs the graph on tensors that lie where the arguments say.
  func run(
    _ arguments: GraphArguments, _ lists: inout [TensorList?], in instance: ModelInstance
  ) throws(InterpreterError) {
    var segment = try prepare(for: arguments.shapes, in: instance)
    for (index, input) in graph.inputs.enumerated() {
      segment.place(input, at: arguments.addresses[index])
    }
    for index in lists.indices {
      segment.place(lists[index], in: graph.inputs[index])
      lists[index] = nil
    }
    try observe(.call, graph.inputs, segment, instance)
    while let step = try run(segment, instance) {
      segment = try successor(of: segment, behind: step, instance)
      path.append(segment)
      try observe(end: step.operatorIndex, segment, instance)
    }
  }

  /// Runs a segment's steps.
  ///
  /// - Returns: the step whose results have other shapes than the steps after it are prepared for;
  ///   nil at the end of the graph.
  private func run(
    _ segment: Segment, _ instance: ModelInstance
  ) throws(InterpreterError) -> Step? {
    let separates = instance.options.separatesOperators
    if instance.observer != nil, !separates {
      for index in segment.folded { try observe(end: index, segment, instance) }
    }
    try instance.count(operations: segment.operationCount)
    let table = segment.table
    for step in segment.steps {
      if separates {
        let index = step.operatorIndex
        try observe(.start(operatorIndex: index), graph.nodes[index].inputs, segment, instance)
      }
      let start = nanoseconds.isEmpty ? 0 : linnet_nanoseconds()
      var isAsPlanned = true
      switch step.action {
      case .stages(let stages):
        for stage in stages {
          do throws(OperatorError) {
            try instance.runner.run(stage, on: table)
          } catch {
            throw graph.error(step.operatorIndex, error.message)
          }
        }
      case .engine(let engineStep):
        do throws(InterpreterError) {
          isAsPlanned = try engineStep.run(in: segment, of: instance)
        } catch {
          throw graph.error(step.operatorIndex, error.message)
        }
      }
      if !nanoseconds.isEmpty { nanoseconds[step.operatorIndex] += linnet_nanoseconds() - start }
      guard isAsPlanned else { return step }
      if instance.observer != nil { try observe(end: step.operatorIndex, segment, instance) }
    }
    return nil
  }

  private func observe(
    end index: Int, _ segment: Segment, _ instance: ModelInstance
  ) throws(InterpreterError) {
    try observe(.end(operatorIndex: index), graph.nodes[index].outputs, segment, instance)
  }

  private func observe(
    _ occasion: ObservedTensors.Occasion, _ tensors: [Int], _ segment: Segment,
    _ instance: ModelInstance
  ) throws(InterpreterError) {
    try instance.observer?(
      ObservedTensors(
        occasion: occasion, graphNumber: number, graph: graph, tensors: tensors, segment: segment))
  }

  /// The kernel variant of each operator of the last run; nil for those without a step.
  var kernels: [String?] {
    var names = [String?](repeating: nil, count: graph.nodes.count)
    for segment in path {
      for step in segment.steps { names[step.operatorIndex] = step.kernel }
    }
    return names
  }

  /// A result of the last run, and where it lies.
  func output(_ index: Int) -> (operand: Operand, address: UnsafeMutableRawPointer) {
    let tensor = graph.outputs[index]
    return (last!.tensors[tensor], last!.table[tensor])
  }

  /// The list that a result of the last run holds.
  func list(_ index: Int) -> TensorList? { last!.list(graph.outputs[index]) }

  /// Holds no list of the last run any longer.
  func letGoOfLists() {
    guard !graph.listTensors.isEmpty else { return }
    for segment in path { segment.letGoOfLists() }
  }
}

/// Tensors of a graph that have their values, which the next operators may overwrite.
package struct ObservedTensors {
  package enum Occasion {
    /// The graph begins, with these inputs.
    case call
    /// The operator is about to read these, negative where one is absent; only where
    /// ``Interpreter/Options/separatesOperators`` says so.
    case start(operatorIndex: Int)
    /// The operator has given these.
    case end(operatorIndex: Int)
  }

  package let occasion: Occasion
  /// The graph's number in the model.
  package let graphNumber: Int
  package let graph: ExecutableGraph
  package let tensors: [Int]
  fileprivate let segment: Segment

  /// The type, shape and quantization of a tensor.
  package func operand(_ tensor: Int) -> Operand { segment.tensors[tensor] }

  /// The elements of one of the tensors; valid during the call. None of strings.
  package func bytes(of tensor: Int) -> UnsafeRawBufferPointer {
    let operand = segment.tensors[tensor]
    let byteCount = operand.visibleByteCount
    return UnsafeRawBufferPointer(start: segment.table[tensor], count: byteCount)
  }

  /// The elements of one of the tensors, which holds strings.
  package func strings(of tensor: Int) -> [[UInt8]] {
    let strings = segment.table.elements(tensor, as: StringView.self)
    return (0..<segment.tensors[tensor].elementCount).map { strings[$0].array }
  }
}
