// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// Checks what an engine's step is to do, and tells what shapes its results will have as far as
/// that is known before it runs.
struct EngineStepPlanner {
  let node: ExecutableGraph.Node
  /// The node's number in the graph.
  let index: Int
  let graph: ExecutableGraph
  let inputs: [Operand?]
  let outputs: [Operand]
  let instance: ModelInstance

  /// - Throws: where graphs that are called do not take the operands or give the results.
  func step() throws(OperatorError) -> EngineStep {
    let action = node.operation.action
    let kinds = outputs.map { ResultKind($0.type, quantization: $0.quantization) }
    for (position, input) in inputs.enumerated() where input == nil {
      throw OperatorError("operand \(position) is absent")
    }
    if action.readsHandle, inputs[0]!.elementCount != 1 {
      throw OperatorError("its handle is \(inputs[0]!.shape.description), must have one element")
    }
    let shapes: [Shape]?
    switch action {
    case .branch(let graphs):
      shapes = try branchShapes(graphs)
    case .loop(let condition, let body):
      shapes = try loopShapes(condition, body)
    case .call(let callee):
      try check(callee, inputs[...], outputs)
      shapes = plannedShapes(callee, inputs[...])
    case .callOnce(let callee):
      try check(callee, [], [])
      shapes = []
    case .readVariable:
      shapes = readShapes()
    case .list(let operation):
      shapes = listShapes(operation)
    case .findInTable:
      shapes = try foundShapes()
    case .fillTable:
      try checkEntries()
      shapes = []
    case .tableSize:
      shapes = [Shape([1])]
    case .restoreTensor:
      shapes = graph.tensors[node.outputs[0]].fixedShape.map { [$0] }
    case .assignVariable, .saveTensors, .variable, .table, .kernels, .texts:
      shapes = []
    }
    return EngineStep(
      node, kinds, .action(action), shapes: shapes,
      areLastReads: graph.listTensors.isEmpty
        ? [] : node.inputs.indices.map { graph.isLastRead($0, by: index) })
  }

  /// Lists are scalars; an element has the shape that is asked for, where all of it is known.
  private func listShapes(_ operation: ListOperator) -> [Shape]? {
    switch operation.form {
    case .get: return elementShape(operation).map { [$0] }
    case .popBack: return elementShape(operation).map { [.scalar, $0] }
    case .stack: return elementShapes(operation.requiredCount, operation)
    case .gather: return elementShapes(inputs[1]!.elementCount, operation)
    case .concat, .elementShape: return nil
    default: return [.scalar]
    }
  }

  private func elementShapes(_ count: Int?, _ operation: ListOperator) -> [Shape]? {
    guard let count, let shape = elementShape(operation) else { return nil }
    return [Shape([count] + shape.dimensions)]
  }

  private func elementShape(_ operation: ListOperator) -> Shape? {
    let operand = inputs[operation.shapeOperand!]!
    guard let elements = operand.constantIntegers else { return nil }
    return PartialShape(elements: elements, isScalar: operand.shape.rank == 0)?.fixed
  }

  private func branchShapes(_ graphs: [Int]) throws(OperatorError) -> [Shape]? {
    guard inputs[0]!.elementCount == 1 else {
      throw OperatorError("'condition' is \(inputs[0]!.shape.description), must have one element")
    }
    guard !graphs.isEmpty else { throw OperatorError("has no graphs to call") }
    for callee in graphs { try check(callee, inputs.dropFirst(), outputs) }
    if let condition = inputs[0]!.constant?.baseAddress {
      let place = EngineStep.place(inputs[0]!.type, condition, of: graphs.count)
      return plannedShapes(graphs[place], inputs.dropFirst())
    }
    let shapes = plannedShapes(graphs[0], inputs.dropFirst())
    for graph in graphs.dropFirst() where plannedShapes(graph, inputs.dropFirst()) != shapes {
      return nil
    }
    return shapes
  }

  private func loopShapes(_ condition: Int, _ body: Int) throws(OperatorError) -> [Shape]? {
    guard outputs.count == inputs.count else {
      throw OperatorError("has \(outputs.count) results for \(inputs.count) operands")
    }
    for (input, output) in zip(inputs, outputs) where input!.type != output.type {
      throw OperatorError("carries \(input!.type.name), gives \(output.type.name)")
    }
    try check(body, inputs[...], outputs)
    let graph = try callee(condition)
    guard graph.outputs.count == 1, graph.tensors[graph.outputs[0]].type == .bool else {
      throw OperatorError("its condition does not give one boolean")
    }
    try check(condition, inputs[...], nil)
    // Results are as the operands if each turn keeps the shapes.
    let shapes = inputs.map { $0!.shape }
    return plannedShapes(body, inputs[...]) == shapes ? shapes : nil
  }

  /// The value that the variable has now, or the shape that the result always has.
  private func readShapes() -> [Shape]? {
    if let number = inputs[0]!.constantElements(as: Int32.self)?.first,
      instance.variables.indices.contains(Int(number)),
      let value = instance.variables[Int(number)].value
    {
      return [value.shape]
    }
    return graph.tensors[node.outputs[0]].fixedShape.map { [$0] }
  }

  private func foundShapes() throws(OperatorError) -> [Shape] {
    guard inputs[1]!.type != outputs[0].type, inputs[2]!.type == outputs[0].type,
      inputs[2]!.elementCount > 0
    else {  // HashtableFind C1
      throw OperatorError(shapesOf: inputs, "finds what a key of the other type has, or a default")
    }
    return [inputs[1]!.shape]
  }

  private func checkEntries() throws(OperatorError) {
    let (keys, values) = (inputs[1]!, inputs[2]!)
    guard keys.type != values.type, keys.shape == values.shape else {  // HashtableImport C1
      throw OperatorError(shapesOf: inputs, "a value of the other type for each key")
    }
  }

  private func callee(_ number: Int) throws(OperatorError) -> ExecutableGraph {
    guard number >= 0, number < instance.model.graphCount else {
      throw OperatorError("calls subgraph \(number), there are \(instance.model.graphCount)")
    }
    do throws(InterpreterError) {
      return try instance.model.graph(number)
    } catch {
      throw OperatorError(ErrorText("subgraph \(number): ") + error.message)
    }
  }

  /// Checks that a graph takes operands and gives results of these types; any results, if nil.
  private func check(
    _ number: Int, _ operands: ArraySlice<Operand?>, _ results: [Operand]?
  ) throws(OperatorError) {
    let callee = try callee(number)
    guard callee.inputs.count == operands.count,
      results == nil || callee.outputs.count == results!.count
    else {
      throw OperatorError(
        "subgraph \(number) has \(callee.inputs.count) inputs and \(callee.outputs.count) outputs, "
          + "called with \(operands.count) for \(outputs.count)")
    }
    for (input, operand) in zip(callee.inputs, operands) {
      try check(callee.tensors[input], operand!.type, number)
    }
    for (output, result) in zip(callee.outputs, results ?? []) {
      try check(callee.tensors[output], result.type, number)
    }
  }

  private func check(
    _ tensor: ExecutableGraph.Tensor, _ type: ElementType, _ number: Int
  ) throws(OperatorError) {
    guard tensor.type == type else {
      throw OperatorError(
        "subgraph \(number) has '\(tensor.name)' as \(tensor.type.name), the caller \(type.name)")
    }
  }

  /// The shapes of a graph's results, if they follow from the operands'.
  ///
  /// A graph that cannot be prepared for them may never be called: it says so when it is.
  private func plannedShapes(_ number: Int, _ operands: ArraySlice<Operand?>) -> [Shape]? {
    do throws(InterpreterError) {
      return try instance.execution(of: number).resultShapes(
        of: operands.map { $0!.shape }, in: instance)
    } catch {
      return nil
    }
  }
}
