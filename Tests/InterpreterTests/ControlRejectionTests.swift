// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Each constraint of the operators in Control and State is violated by graphs, and that is refused.
@Suite struct ControlRejectionTests {
  private typealias Tensor = ExecutableGraph.Tensor

  private static func tensor(
    _ name: String, _ type: ElementType, _ shape: [Int], _ constant: UnsafeRawBufferPointer? = nil
  ) -> Tensor {
    Tensor(
      name: name, type: type, shape: Shape(shape), openShape: nil, hasRank: true,
      quantization: nil, constant: constant)
  }

  /// The bytes of a tensor without elements.
  private static var nothing: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: 64), count: 0)
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
          operation: operation, name: operation.builtin.name,
          inputs: Array(operands.indices), outputs: outputs)
      ], inputs: Array(operands.indices), outputs: outputs)
  }

  /// Graphs that violate a constraint, and what the error says.
  private struct Rejection: Sendable {
    /// The operator's stem and the constraint's number.
    let constraint: String
    let part: String
    let sourceLocation: SourceLocation
    let graphs: @Sendable () throws -> [ExecutableGraph]

    init(
      _ constraint: String, _ part: String, sourceLocation: SourceLocation = #_sourceLocation,
      graphs: @escaping @Sendable () throws -> [ExecutableGraph]
    ) {
      (self.constraint, self.part) = (constraint, part)
      (self.sourceLocation, self.graphs) = (sourceLocation, graphs)
    }
  }

  private static let rejections = Dictionary(
    grouping: branches + loops + calls + variables + tables
  ) {
    $0.constraint
  }

  private static let branches: [Rejection] = {
    let branch = Operator.if(If(thenGraph: 1, elseGraph: 2))
    @Sendable func caller(_ condition: ElementType) throws -> ExecutableGraph {
      try calling(branch, [condition, .float32], gives: [.float32])
    }
    return [
      Rejection("If C1", "subgraph 2 has 'x' as int32, the caller float32") {
        [try caller(.bool), try passing([.float32]), try passing([.int32])]
      },
      Rejection("If C1", "subgraph 2 has 2 inputs and 2 outputs") {
        [try caller(.bool), try passing([.float32]), try passing([.float32, .float32])]
      },
      Rejection("If C1", "'condition' is float32, allowed: bool") {
        [try caller(.float32), try passing([.float32]), try passing([.float32])]
      },
      Rejection("If C1", "calls subgraph 2, there are 2") {
        [try caller(.bool), try passing([.float32])]
      },
      Rejection("StablehloCase C1", "subgraph 2 has 'x' as int32, the caller float32") {
        let caller = try calling(
          .stablehloCase(StablehloCase(graphs: [1, 2])), [.int32, .float32], gives: [.float32])
        return [caller, try passing([.float32]), try passing([.int32])]
      },
      Rejection("StablehloCase C1", "has no graphs to call") {
        let cases = Operator.stablehloCase(StablehloCase(graphs: []))
        return [try calling(cases, [.int32, .float32], gives: [.float32])]
      },
    ]
  }()

  private static let loops: [Rejection] = {
    let loop = Operator.while(While(conditionGraph: 1, bodyGraph: 2))
    return [
      Rejection("While C1", "2 results for 1 operands") {
        let caller = try calling(loop, [.bool], gives: [.bool, .bool])
        return [caller, try passing([.bool]), try passing([.bool])]
      },
      Rejection("While C1", "carries bool, gives int8") {
        let caller = try calling(loop, [.bool], gives: [.int8])
        return [caller, try passing([.bool]), try passing([.bool])]
      },
      Rejection("While C2", "its condition does not give one boolean") {
        let caller = try calling(loop, [.int32], gives: [.int32])
        return [caller, try passing([.int32]), try passing([.int32])]
      },
      Rejection("While C2", "its condition came to be [0], must have one element") {
        let none = try ExecutableGraph(
          name: "none", tensors: [tensor("x", .bool, [1]), tensor("y", .bool, [0], nothing)],
          nodes: [], inputs: [0], outputs: [1])
        return [try calling(loop, [.bool], gives: [.bool]), none, try passing([.bool])]
      },
      Rejection("While C3", "subgraph 2 has 'x' as int32, the caller bool") {
        let caller = try calling(loop, [.bool], gives: [.bool])
        return [caller, try passing([.bool]), try passing([.int32])]
      },
    ]
  }()

  private static let calls: [Rejection] = {
    @Sendable func caller() throws -> ExecutableGraph {
      try calling(.call(Call(graph: 1)), [.float32], gives: [.float32])
    }
    return [
      Rejection("Call C1", "has 'x' as int8, the caller float32") {
        [try caller(), try passing([.int8])]
      },
      Rejection("Call C1", "has 1 inputs and 0 outputs") {
        [try caller(), try passing([.float32], outputs: [])]
      },
      Rejection("StablehloComposite C1", "has 'x' as int8, the caller float32") {
        let composite = Operator.stablehloComposite(StablehloComposite(graph: 1, name: "twice"))
        return [
          try calling(composite, [.float32], gives: [.float32]), try passing([.int8]),
        ]
      },
      Rejection("CallOnce C1", "has 1 inputs and 1 outputs") {
        let caller = try calling(.callOnce(CallOnce(graph: 1)), [], gives: [])
        return [caller, try passing([.float32])]
      },
    ]
  }()

  private static let variables = [
    Rejection("ReadVariable C1", "variable 'v' is read before it has a value") {
      [try reading(assigning: nil)]
    },
    Rejection("ReadVariable C1", "variable 'v' is int8, read as float32") {
      [try reading(assigning: .int8)]
    },
  ]

  private static let tables = [
    Rejection("Hashtable C1", "keys of int64 and values of float32") {
      let table = Operator.hashtable(Hashtable(id: 1, keys: .int64, values: .float32))
      return [try calling(table, [], gives: [.resource])]
    },
    Rejection("Hashtable C1", "keys of string and values of string") {
      let table = Operator.hashtable(Hashtable(id: 1, keys: .string, values: .string))
      return [try calling(table, [], gives: [.resource])]
    },
    Rejection("HashtableImport C1", "a value of the other type for each key") {
      let fill = Operator.hashtableImport(HashtableImport())
      return [try calling(fill, [.resource, .string, .string], gives: [])]
    },
    Rejection("HashtableImport C1", "[1] [2] do not fit: a value of the other type") {
      [try usingTable(keys: .string, fill: [.string, .int64], valueCount: 2)]
    },
    Rejection("HashtableImport C2", "table 3 has keys of int64, not of string") {
      [try usingTable(keys: .int64, fill: [.string, .int64])]
    },
    Rejection("HashtableFind C1", "finds what a key of the other type has") {
      [try usingTable(keys: .string, find: [.string, .string], gives: .string)]
    },
    Rejection("HashtableFind C1", "of the other type has, or a default") {
      [try usingTable(keys: .string, find: [.string, .string], gives: .int64)]
    },
    Rejection("HashtableFind C1", "[1] [0] do not fit") {
      [try usingTable(keys: .string, find: [.string, .int64], gives: .int64, valueCount: 0)]
    },
    Rejection("HashtableFind C2", "table 3 has keys of int64, not of string") {
      [try usingTable(keys: .int64, find: [.string, .int64], gives: .int64)]
    },
    Rejection("HashtableFind C3", "table 3 is looked up before it is filled") {
      [try usingTable(keys: .string, find: [.string, .int64], gives: .int64)]
    },
  ]

  /// A graph that fills table 3, or looks it up, with its inputs.
  private static func usingTable(
    keys: ElementType, fill: [ElementType] = [], find: [ElementType] = [],
    gives result: ElementType? = nil, valueCount: Int = 1
  ) throws -> ExecutableGraph {
    let operation: Operator =
      find.isEmpty ? .hashtableImport(HashtableImport()) : .hashtableFind(HashtableFind())
    let values: ElementType = keys == .int64 ? .string : .int64
    let types = fill + find
    let tensors =
      [
        tensor("t", .resource, [1]), tensor("k", types[0], [1]),
        tensor("v", types[1], [valueCount]),
      ] + (result.map { [tensor("y", $0, [1])] } ?? [])
    let outputs = Array(3..<tensors.count)
    return try ExecutableGraph(
      name: "table", tensors: tensors,
      nodes: [
        ExecutableGraph.Node(
          operation: .hashtable(Hashtable(id: 3, keys: keys, values: values)),
          name: "HASHTABLE", inputs: [], outputs: [0]),
        ExecutableGraph.Node(
          operation: operation, name: operation.builtin.name, inputs: [0, 1, 2],
          outputs: outputs),
      ], inputs: [1, 2], outputs: outputs)
  }

  /// A graph that reads a variable as float32, once it has been assigned its input.
  private static func reading(assigning type: ElementType?) throws -> ExecutableGraph {
    typealias Node = ExecutableGraph.Node
    var nodes = [
      Node(
        operation: Operator.varHandle(VarHandle(sharedName: "v")), name: "VAR_HANDLE",
        inputs: [], outputs: [0]),
      Node(
        operation: Operator.readVariable(ReadVariable()), name: "READ_VARIABLE",
        inputs: [0], outputs: [1]),
    ]
    var tensors = [tensor("v", .resource, []), tensor("y", .float32, [1])]
    if let type {
      tensors.append(tensor("x", type, [1]))
      let assign = Node(
        operation: Operator.assignVariable(AssignVariable()), name: "ASSIGN_VARIABLE",
        inputs: [0, 2], outputs: [])
      nodes.insert(assign, at: 1)
    }
    return try ExecutableGraph(
      name: "read", tensors: tensors, nodes: nodes, inputs: type == nil ? [] : [2], outputs: [1])
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

  @Test(arguments: rejections.keys.sorted()) func refuses(constraint: String) throws {
    for rejection in try #require(Self.rejections[constraint]) {
      expectRefusal(
        try rejection.graphs(), rejection.part, sourceLocation: rejection.sourceLocation)
    }
  }

  @Test func violatesEveryConstraint() throws {
    let stated = Set(try statedConstraints { $0 == "Control" || $0 == "State" })
    let violated = Set(Self.rejections.keys)
    #expect(violated == stated, "\(violated.symmetricDifference(stated).sorted())")
  }

  /// A constant without elements stands for no variable and no table.
  @Test func handlesHaveOneElement() throws {
    let operators: [(Operator, [ElementType], [ElementType])] = [
      (.readVariable(ReadVariable()), [], [.float32]),
      (.assignVariable(AssignVariable()), [.float32], []),
      (.hashtableFind(HashtableFind()), [.string, .int64], [.int64]),
      (.hashtableImport(HashtableImport()), [.string, .int64], []),
      (.hashtableSize(HashtableSize()), [], [.int64]),
    ]
    for (operation, operands, results) in operators {
      let tensors =
        [Self.tensor("handle", .resource, [0], Self.nothing)]
        + operands.map { Self.tensor("x", $0, [1]) } + results.map { Self.tensor("y", $0, [1]) }
      let inputs = Array(1..<1 + operands.count)
      let outputs = Array(1 + operands.count..<tensors.count)
      let graph = try ExecutableGraph(
        name: "calling", tensors: tensors,
        nodes: [
          ExecutableGraph.Node(
            operation: operation, name: operation.builtin.name, inputs: [0] + inputs,
            outputs: outputs)
        ], inputs: inputs, outputs: outputs)
      expectRefusal([graph], "its handle is [0], must have one element")
    }
  }

  /// Each graph calls the next one.
  @Test func callsNestOnlySoDeep() throws {
    let graphs = try (1...80).map {
      try Self.calling(.call(Call(graph: $0)), [.float32], gives: [.float32])
    }
    expectRefusal(graphs + [try Self.passing([.float32])], "more than 64 deep")
  }
}
