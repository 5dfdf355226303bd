// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore
import Testing

/// What branches, loops and calls may not be: each constraint of the operators in Control and State.
struct ControlRejectionTests {
  private typealias Tensor = ExecutableGraph.Tensor

  private static func tensor(_ name: String, _ type: ElementType, _ shape: [Int]) -> Tensor {
    Tensor(
      name: name, type: type, shape: Shape(shape), openShape: nil, hasRank: true,
      quantization: nil, constant: nil)
  }

  /// A graph that passes its inputs on, or some of them.
  private static func passing(
    _ types: [ElementType], outputs: [Int]? = nil
  ) throws -> ExecutableGraph {
    try ExecutableGraph(
      name: "passing", tensors: types.map { tensor("x", $0, [1]) }, nodes: [],
      inputs: Array(types.indices), outputs: outputs ?? Array(types.indices))
  }

  /// A graph of one node, whose operands are the graph's inputs.
  private static func calling(
    _ operation: Operator, _ operands: [ElementType], gives results: [ElementType]
  ) throws -> ExecutableGraph {
    let tensors =
      operands.map { tensor("x", $0, [1]) } + results.map { tensor("y", $0, [1]) }
    let outputs = Array(operands.count..<tensors.count)
    return try ExecutableGraph(
      name: "calling", tensors: tensors,
      nodes: [
        ExecutableGraph.Node(
          operation: operation.functions, name: operation.builtin.name,
          inputs: Array(operands.indices), outputs: outputs)
      ], inputs: Array(operands.indices), outputs: outputs)
  }

  private func expectRefusal(
    _ graphs: [ExecutableGraph], _ part: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    final class Nobody {}
    let error = #expect(throws: InterpreterError.self, sourceLocation: sourceLocation) {
      let model = ExecutableModel(
        graphs: graphs, signatures: [], byteCount: 0, owner: Nobody())
      try Interpreter(ModelInstance(model)).invoke()
    }
    #expect(
      error?.message.contains(part) == true, "\(error?.message ?? "")",
      sourceLocation: sourceLocation)
  }

  @Test func ifTakesWhatItsGraphsTake() throws {  // If C1
    let branch = Operator.if(If(thenGraph: 1, elseGraph: 2))
    let good = try Self.passing([.float32])
    let caller = try Self.calling(branch, [.bool, .float32], gives: [.float32])
    expectRefusal(
      [caller, good, try Self.passing([.int32])], "subgraph 2 has 'x' as int32, the caller float32")
    expectRefusal(
      [caller, good, try Self.passing([.float32, .float32])],
      "subgraph 2 has 2 inputs and 2 outputs")
    expectRefusal(
      [try Self.calling(branch, [.float32, .float32], gives: [.float32]), good, good],
      "'condition' is float32, allowed: bool")
    expectRefusal([caller, good], "calls subgraph 2, there are 2")
  }

  @Test func whileGivesWhatItTakes() throws {  // While C1
    let loop = Operator.while(While(conditionGraph: 1, bodyGraph: 2))
    let graphs = [try Self.passing([.bool]), try Self.passing([.bool])]
    expectRefusal(
      [try Self.calling(loop, [.bool], gives: [.bool, .bool])] + graphs, "2 results for 1 operands")
    expectRefusal(
      [try Self.calling(loop, [.bool], gives: [.int8])] + graphs, "carries bool, gives int8")
  }

  @Test func whileHasACondition() throws {  // While C2
    let loop = Operator.while(While(conditionGraph: 1, bodyGraph: 2))
    let caller = try Self.calling(loop, [.int32], gives: [.int32])
    expectRefusal(
      [caller, try Self.passing([.int32]), try Self.passing([.int32])],
      "its condition does not give one boolean")
  }

  @Test func whileHasABodyOfItsOwnTypes() throws {  // While C3
    let loop = Operator.while(While(conditionGraph: 1, bodyGraph: 2))
    let caller = try Self.calling(loop, [.bool], gives: [.bool])
    expectRefusal(
      [caller, try Self.passing([.bool]), try Self.passing([.int32])],
      "subgraph 2 has 'x' as int32, the caller bool")
  }

  @Test func callTakesWhatItsGraphTakes() throws {  // Call C1
    let caller = try Self.calling(.call(Call(graph: 1)), [.float32], gives: [.float32])
    expectRefusal([caller, try Self.passing([.int8])], "has 'x' as int8, the caller float32")
    expectRefusal(
      [caller, try Self.passing([.float32], outputs: [])], "has 1 inputs and 0 outputs")
  }

  @Test func callOnceTakesNothing() throws {  // CallOnce C1
    let caller = try Self.calling(.callOnce(CallOnce(graph: 1)), [], gives: [])
    expectRefusal([caller, try Self.passing([.float32])], "has 1 inputs and 1 outputs")
  }

  @Test func variablesAreReadAsTheyWereAssigned() throws {  // ReadVariable C1
    let read = try ExecutableGraph(
      name: "read",
      tensors: [Self.tensor("v", .resource, []), Self.tensor("y", .float32, [1])],
      nodes: [
        .init(
          operation: Operator.varHandle(VarHandle(sharedName: "v")).functions, name: "VAR_HANDLE",
          inputs: [], outputs: [0]),
        .init(
          operation: Operator.readVariable(ReadVariable()).functions, name: "READ_VARIABLE",
          inputs: [0], outputs: [1]),
      ], inputs: [], outputs: [1])
    expectRefusal([read], "variable 'v' is read before it has a value")
  }

  /// Each graph calls the next one.
  @Test func callsNestOnlySoDeep() throws {
    let graphs = try (1...80).map {
      try Self.calling(.call(Call(graph: $0)), [.float32], gives: [.float32])
    }
    expectRefusal(graphs + [try Self.passing([.float32])], "more than 64 deep")
  }
}
