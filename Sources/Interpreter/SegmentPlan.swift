// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

/// What a segment is to be: shapes inferred, constants folded, operators prepared.
struct SegmentPlan {
  let graph: ExecutableGraph
  let first: Int
  let entryShapes: [Shape]
  private(set) var tensors: [Operand]
  private(set) var steps: [Step] = []
  private(set) var folded: [Int] = []
  private(set) var constants: [DirectTensor] = []
  /// What its steps work on, but for those of the engine.
  private(set) var operationCount = 0
  let claim: MemoryClaim
  private(set) var slotCount: Int
  /// The first operator that is not part of it.
  private(set) var end: Int
  /// Constants that do not depend on shapes, and the operators' packed weights, kept by the graph.
  private let lasting: LastingForms
  private let instance: ModelInstance
  /// What each operator of the segment comes to; nil where it is folded.
  private var outcomes: [Outcome?] = []

  /// What an operator that is not folded comes to.
  private enum Outcome {
    case kernels
    case engine(EngineStep)
  }

  /// Plans the operators from `first` on, as far as shapes are known.
  ///
  /// - Parameter tensors: what is known of the graph's tensors before.
  /// - Throws: `InterpreterError` that names the operator at fault.
  init(
    _ graph: ExecutableGraph, first: Int, entryShapes: [Shape], tensors: [Operand],
    lasting: LastingForms, instance: ModelInstance
  ) throws(InterpreterError) {
    self.graph = graph
    self.first = first
    self.entryShapes = entryShapes
    self.tensors = tensors
    self.lasting = lasting
    self.instance = instance
    claim = MemoryClaim(instance.memory)
    slotCount = tensors.count
    end = graph.nodes.count
    try inferShapes()
    try makeSteps()
  }

  /// Whether all results are known in shape, so that no segment follows.
  var isWhole: Bool {
    first == 0 && !(steps.last?.engineStep.map { $0.plannedShapes == nil } ?? false)
  }

  // MARK: Shapes

  private mutating func inferShapes() throws(InterpreterError) {
    for index in first..<graph.nodes.count {
      let node = graph.nodes[index]
      let constantCount = constants.count
      do throws(OperatorError) {
        try node.rules.check(
          inputs: node.inputs.map { $0 < 0 ? nil : tensors[$0].type },
          outputs: node.outputs.map { tensors[$0].type })
        guard try infer(node, index) else {
          end = index + 1
          return
        }
      } catch {
        throw graph.error(index, error.message)
      }
      for constant in constants[constantCount...] { try claim.extend(by: constant.bytes.count) }
      try lasting.claimResults(of: index, instance.memory)
    }
  }

  /// Infers the shapes of a node's results; false where only the data tell them.
  private mutating func infer(
    _ node: ExecutableGraph.Node, _ index: Int
  ) throws(OperatorError) -> Bool {
    guard case .kernels = node.operation.action else {
      return try inferEngineStep(node, index)
    }
    let inputs = operands(node.inputs)
    if isKnown(inputs, node.operation) {
      try fold(node, index, inputs)
      return true
    }
    if node.rules.awaits(inputs) { return addAwaiting(node) }
    do throws(OperatorError) {
      let shapes = try node.operation.shapes(
        ofAdmitted: inputs, outputs: node.outputs.map { tensors[$0].type },
        byteLimit: instance.memory.rest, operationLimit: instance.operationsLeft)
      reshape(node.outputs, to: shapes)
      let count = node.operation.operationCount(inputs, results: shapes)
      operationCount += min(count, .max - operationCount)
      outcomes.append(.kernels)
      return true
    } catch {
      guard error.isAwaiting else { throw error }
      return addAwaiting(node)
    }
  }

  /// An operator that can be prepared only when the data are there.
  private mutating func addAwaiting(_ node: ExecutableGraph.Node) -> Bool {
    outcomes.append(.engine(EngineStep(node, resultTypes(node), .compute, shapes: nil)))
    return false
  }

  private mutating func inferEngineStep(
    _ node: ExecutableGraph.Node, _ index: Int
  ) throws(OperatorError) -> Bool {
    if let handle = try handle(of: node) {
      let type = tensors[node.outputs[0]].type
      keep([DirectTensor([Int32(handle)], type: type, shape: Shape([1]))], as: node.outputs)
      outcomes.append(nil)
      return true
    }
    if case .texts = node.operation.action { return addAwaiting(node) }
    let planner = EngineStepPlanner(
      node: node, index: index, graph: graph, inputs: operands(node.inputs),
      outputs: node.outputs.map { tensors[$0] }, instance: instance)
    let step = try planner.step()
    outcomes.append(.engine(step))
    guard let shapes = step.plannedShapes else { return false }
    for shape in shapes { _ = try Shape.checked(shape.dimensions) }
    reshape(node.outputs, to: shapes)
    return true
  }

  /// What a resource holds that stands for a variable or a table.
  private func handle(of node: ExecutableGraph.Node) throws(OperatorError) -> Int? {
    switch node.operation.action {
    case .variable(let name): return instance.variable(named: name)
    case .table(let id, let keys, let values):
      let types = ElementTypeSet(keys).union(ElementTypeSet(values))
      guard types == [.int64, .string] else {  // Hashtable C1
        throw OperatorError(
          "has keys of \(keys.name) and values of \(values.name), must be int64 and string")
      }
      return instance.table(id, keys: keys)
    default: return nil
    }
  }

  private func resultTypes(_ node: ExecutableGraph.Node) -> [ResultKind] {
    node.outputs.map { ResultKind(tensors[$0].type, quantization: tensors[$0].quantization) }
  }

  /// Whether the results do not change between inferences at these shapes.
  private func isKnown(_ inputs: [Operand?], _ operation: Operator) -> Bool {
    guard case .none = operation.effects, inputs.contains(where: { $0 != nil }) else {
      return false
    }
    return operation.readsOnlyShapes || inputs.allSatisfy { $0 == nil || $0!.constant != nil }
  }

  private mutating func fold(
    _ node: ExecutableGraph.Node, _ index: Int, _ inputs: [Operand?]
  ) throws(OperatorError) {
    outcomes.append(nil)
    folded.append(index)
    if let results = lasting.results[index] {
      for (tensor, result) in zip(node.outputs, results) {
        tensors[tensor] = result.operand(slot: tensor, isLasting: true)
      }
      return
    }
    let nothing = UnsafeRawBufferPointer(
      start: UnsafeRawPointer(bitPattern: MemoryPlan.alignment), count: 0)
    let values = inputs.map { input in
      input.map {
        DirectTensor(
          type: $0.type, shape: $0.shape, quantization: $0.quantization,
          bytes: $0.constant ?? nothing)
      }
    }
    let results = try instance.evaluate(node.operation, inputs: values, results: resultTypes(node))
    if inputs.allSatisfy({ $0?.isLasting ?? true }) {
      lasting.results[index] = results
      for (tensor, result) in zip(node.outputs, results) {
        tensors[tensor] = result.operand(slot: tensor, isLasting: true)
      }
    } else {
      keep(results, as: node.outputs)
    }
  }

  private mutating func keep(_ results: [DirectTensor], as outputs: [Int]) {
    for (tensor, result) in zip(outputs, results) {
      tensors[tensor] = result.operand(slot: tensor)
      constants.append(result)
    }
  }

  private mutating func reshape(_ outputs: [Int], to shapes: [Shape]) {
    for (tensor, shape) in zip(outputs, shapes) {
      tensors[tensor] = tensors[tensor].reshaped(to: shape)
    }
  }

  /// The operands of an operator; nil where absent.
  private func operands(_ indices: [Int]) -> [Operand?] {
    indices.map { $0 < 0 ? nil : tensors[$0] }
  }

  // MARK: Steps

  private mutating func makeSteps() throws(InterpreterError) {
    let separates = instance.options.separatesOperators
    let byteFunctions = ByteFunctions(of: graph, first..<end, tensors) { index in
      if case .engine? = outcomes[index - first] { true } else { separates }
    }
    for index in first..<end where byteFunctions.isNeeded(index) {
      let node = graph.nodes[index]
      guard let outcome = outcomes[index - first] else {
        if separates { steps.append(known(node, index)) }
        continue
      }
      do throws(OperatorError) {
        switch outcome {
        case .engine(let engineStep):
          steps.append(
            Step(
              operatorIndex: index, inputs: node.inputs, action: .engine(engineStep),
              kernel: engineStep.kernel))
        case .kernels:
          if let function = byteFunctions.function(of: index) {
            steps.append(lookUp(function, index))
          } else {
            steps.append(try prepared(node, index))
          }
        }
      } catch {
        throw graph.error(index, error.message)
      }
      slotCount += steps[steps.count - 1].scratchByteCounts.count
    }
  }

  /// A step that does nothing, for an operator whose results are known: its turn to be observed.
  private func known(_ node: ExecutableGraph.Node, _ index: Int) -> Step {
    Step(operatorIndex: index, inputs: node.inputs, action: .stages([]), kernel: "computed ahead")
  }

  private func prepared(
    _ node: ExecutableGraph.Node, _ index: Int
  ) throws(OperatorError) -> Step {
    var context = PrepareContext(
      inputs: operands(node.inputs), outputs: node.outputs.map { tensors[$0] },
      intermediates: node.intermediates.map { $0 < 0 ? nil : graph.tensors[$0].quantization },
      threadCount: instance.runner.threadCount, firstScratchSlot: slotCount,
      byteLimit: instance.memory.rest, constantForms: lasting.constantForms(of: index),
      stream: instance.stream(of: node), state: instance.state(of: node))
    let evaluation = try node.operation.evaluation(&context)
    do throws(InterpreterError) {
      try claim.extend(by: context.keptByteCount)
    } catch {
      throw OperatorError("\(error.message)")
    }
    return Step(
      operatorIndex: index, inputs: node.inputs, action: .stages(evaluation.stages),
      kernel: evaluation.kernel, firstScratchSlot: slotCount,
      scratchByteCounts: context.scratchByteCounts, keptSlots: context.keptSlots,
      overwritableInputs: node.operation.overwritableInputs)
  }

  /// The step that looks up the operator's result instead.
  private func lookUp(_ function: ByteFunctions.Function, _ index: Int) -> Step {
    let output = tensors[graph.nodes[index].outputs[0]]
    let evaluation = UnaryKernel.lookUp(in: function.values.bytes).evaluation(
      tensors[function.source], output, threadCount: instance.runner.threadCount)
    return Step(
      operatorIndex: index, inputs: [function.source], action: .stages(evaluation.stages),
      kernel: evaluation.kernel, overwritableInputs: [0])
  }
}

/// What a graph's operators come to for all shapes.
final class LastingForms {
  /// Results computed from constants, by operator.
  var results: [[DirectTensor]?]
  /// What operators made of their constants, as packed weights.
  private var constantForms: [ConstantForms?]
  /// The results' parts of the memory, by operator.
  private var claims: [MemoryClaim?]

  init(nodeCount: Int) {
    results = Array(repeating: nil, count: nodeCount)
    claims = Array(repeating: nil, count: nodeCount)
    constantForms = Array(repeating: nil, count: nodeCount)
  }

  /// Counts an operator's results against the memory limit, once.
  func claimResults(of index: Int, _ memory: MemoryBudget) throws(InterpreterError) {
    guard let results = results[index], claims[index] == nil else { return }
    let claim = MemoryClaim(memory)
    for result in results { try claim.extend(by: result.bytes.count) }
    claims[index] = claim
  }

  func constantForms(of index: Int) -> ConstantForms {
    if let forms = constantForms[index] { return forms }
    let forms = ConstantForms()
    constantForms[index] = forms
    return forms
  }
}
