// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import Quantization
import TensorCore
import Testing

/// Which layers are quantized, and the reasons of the others.
struct GraphPlannerTests {
  private func plan(_ graph: Graph, _ recipe: Recipe = .int8) throws -> QuantizationPlan {
    let plan = try QuantizationPlan(program(graph), recipe: recipe, ranges: sameRanges(graph))
    try plan.verify()
    return plan
  }

  @Test func whatPreparesARootStaysFloat() throws {
    let plan = try plan(chain([(.add(Add()), 1e-6), (.rsqrt(Rsqrt()), nil)]))
    #expect(reasons(plan) == ["prepares values for float layers only", "has no int8 form"])
  }

  /// Two paths meet before the CAST, back to the graph's input.
  @Test func whatBecomesAnIndexStaysFloat() throws {
    var graph = Graph(name: "main")
    let x = graph.add(Value(name: "x", type: .float32, shape: [4]))
    func value(_ name: String, _ type: ElementType = .float32) -> Value {
      Value(name: name, type: type, shape: [4])
    }
    let a = graph.append(
      .lite(.tanh(Tanh())), name: "a", inputs: [x], results: [value("a")])
    let b = graph.append(
      .lite(.logistic(Logistic())), name: "b", inputs: [x], results: [value("b")])
    let sum = graph.append(
      .lite(.add(Add())), name: "sum", inputs: a + b, results: [value("sum")])
    let other = graph.append(
      .lite(.tanh(Tanh())), name: "other", inputs: [x], results: [value("other")])
    let index = graph.append(
      .lite(.cast(Cast(resultType: .int32))), name: "index", inputs: sum,
      results: [value("index", .int32)])
    graph.inputs = [x]
    graph.outputs = index + other
    let why = "its values become integers"
    #expect(try reasons(plan(graph)) == [why, why, why, nil, "has no int8 form"])
  }

  /// LiteRT computes PRELU of int16 wrongly.
  @Test func whatOtherRuntimesLackStaysFloat() throws {
    let graph = chain([(.prelu(Prelu()), 0.1)])
    #expect(try reasons(plan(graph)) == [nil])
    #expect(
      try reasons(plan(graph, .int16)) == ["has no int16 form in TensorFlow Lite's runtime"])
  }

  /// NaN counts as the least; a channel with infinity has steps of 1.
  @Test func weightsThatAreNotFiniteAreCutOff() throws {
    var graph = denseGraph()
    let weights = ValueID(index: 1)
    graph[weights].constant = ConstantData([.nan, 1.27, .infinity, 0] as [Float])
    let quantized = try plan(graph).quantizedProgram().graphs[0]
    let constant = try #require(
      quantized.nodes.lazy.compactMap { $0.inputs.count > 1 ? $0.inputs[1] : nil }.first)
    #expect(quantized[constant].constant?.elements(as: Int8.self) == [-127, 127, 127, 0])
  }

  @Test func comparisonsStayFloat() throws {
    let plan = try plan(chain([(.greater(Greater()), 0)]))
    #expect(reasons(plan) == ["compares numbers, of which 256 steps make some equal"])
  }

  /// Without ranges, layers stay float and say which value was never seen.
  @Test func layersNeverReachedStayFloat() throws {
    let plan = try QuantizationPlan(program(denseGraph()), recipe: .int8, ranges: [])
    #expect(
      reasons(plan) == [
        "the representative data never reached 'x'",
        "the representative data never reached 'dense'",
      ])
    #expect(names(plan.quantizedProgram().graphs[0]) == ["FULLY_CONNECTED", "SOFTMAX"])
  }

  /// Only the layer behind the unseen value is affected: the softmax reads a value that was seen.
  @Test func layersReachedAreQuantizedBesideOthers() throws {
    var ranges = denseRanges
    ranges[0] = .empty
    let plan = try QuantizationPlan(program(denseGraph()), recipe: .int8, ranges: [ranges])
    #expect(reasons(plan) == ["the representative data never reached 'x'", nil])
    #expect(
      names(plan.quantizedProgram().graphs[0])
        == ["FULLY_CONNECTED", "QUANTIZE", "SOFTMAX", "DEQUANTIZE"])
  }

  @Test func outputsNeverReachedCannotBeIntegers() {
    let graph = chain([(.rsqrt(Rsqrt()), nil)])
    let error = #expect(throws: ConversionError.self) {
      try QuantizationPlan(program(graph), recipe: .int8, ranges: [], io: .int8)
    }
    #expect(error?.reason.contains("no range is known for output 'y'") == true)
  }

  /// A large table is stored in int8, and the rows that are looked up are made float.
  @Test func tablesAreStoredInInt8() throws {
    var graph = Graph(name: "main")
    let table = graph.add(
      Value(
        name: "table", type: .float32, shape: [64, 32],
        constant: ConstantData([Float](repeating: 1, count: 2048))))
    let index = graph.add(Value(name: "x", type: .int32, shape: [1]))
    graph.inputs = [index]
    graph.outputs = graph.append(
      .lite(.gather(Gather(axis: 0))), name: "gather", inputs: [table, index],
      results: [Value(name: "y", type: .float32, shape: [1, 32])])
    let plan = try plan(graph, .dynamicRange)
    #expect(plan.graphs[0].layers.map(\.form) == [.dynamicRange])
    let nodes = plan.quantizedProgram().graphs[0].nodes
    #expect(nodes.count == 2)
    guard case .lite(.dequantize) = nodes[1].operation else {
      Issue.record("rows are not made float")
      return
    }
  }

  @Test func weightsMustBeConstantAndMany() throws {
    var graph = denseGraph()
    #expect(
      reasons(try plan(graph, .dynamicRange)) == ["has under 1024 weights", "has no weights"])
    #expect(reasons(try plan(graph, .float16)) == [nil, "has no constants to halve"])
    #expect(reasons(try plan(graph, .none)) == ["no rule selects it", "no rule selects it"])
    var least = Recipe.int8
    least.rules[0].configuration.minimumElementCount = 5
    #expect(reasons(try plan(graph, least)) == ["has under 5 weights", nil])
    graph[try #require(graph.nodes[0].inputs[1])].constant = nil
    graph.inputs.append(try #require(graph.nodes[0].inputs[1]))
    #expect(reasons(try plan(graph)) == ["'weights' is computed by the model", nil])
    #expect(
      reasons(try plan(graph, .dynamicRange)) == [
        "has no constant float weights", "has no weights",
      ]
    )
  }

  /// IF passes floats to its branches, whatever becomes of these.
  @Test func graphsPassFloats() throws {
    var graph = Graph(name: "main")
    let condition = graph.add(Value(name: "c", type: .bool, shape: []))
    let x = graph.add(Value(name: "x", type: .float32, shape: [1]))
    let y = graph.append(
      .lite(.if(If(thenGraph: 1, elseGraph: 2))), name: "if", inputs: [condition, x],
      results: [Value(name: "y", type: .float32, shape: [1])])[0]
    (graph.inputs, graph.outputs) = ([condition, x], [y])
    var branches = [chain([(.logistic(Logistic()), nil)]), chain([(.tanh(Tanh()), nil)])]
    branches[0].name = "then"
    branches[1].name = "else"
    let program = Program(
      graphs: [graph] + branches,
      signatures: [
        Signature(
          key: "s", graph: 0,
          inputs: [.init(name: "c", value: condition), .init(name: "x", value: x)],
          outputs: [.init(name: "y", value: y)])
      ])
    // The second branch was never taken.
    let ranges = [sameRanges(graph)[0], sameRanges(branches[0])[0], []]
    let plan = try QuantizationPlan(program, recipe: .int8, ranges: ranges, io: .int8)
    try plan.verify()
    #expect(reasons(plan) == ["passes values to other graphs"])
    let result = plan.quantizedProgram()
    #expect(names(result.graphs[0]) == ["DEQUANTIZE", "IF", "QUANTIZE"])
    #expect(names(result.graphs[1]) == ["QUANTIZE", "LOGISTIC", "DEQUANTIZE"])
    #expect(names(result.graphs[2]) == ["TANH"])
    // A signature's rule is also for the graphs that it calls.
    let rule = Recipe.Rule(signatures: ["s"], configuration: .int8)
    let scoped = try QuantizationPlan(program, recipe: Recipe([rule]), ranges: ranges)
    #expect(scoped.graphs[1].layers[0].form == .integer)
  }

  /// `while x > c { (x, y, z) = (x · y, logistic(y), z + 1) }`: x decides, and y through x in the
  /// next turn; z does not.
  @Test func whatDecidesOnTurnsStaysFloat() throws {
    func graph(_ name: String) -> Graph {
      var graph = Graph(name: name)
      graph.inputs = ["x", "y", "z"].map {
        graph.add(Value(name: $0, type: .float32, shape: [1]))
      }
      return graph
    }
    let result = Value(name: "r", type: .float32, shape: [1])
    var main = graph("main")
    main.outputs = main.append(
      .lite(.while(While(conditionGraph: 1, bodyGraph: 2))), name: "while",
      inputs: main.inputs, results: [result, result, result])
    var condition = graph("condition")
    let bound = condition.add(
      Value(name: "c", type: .float32, shape: [], constant: ConstantData([1 as Float])))
    let twice = condition.append(
      .lite(.add(Add())), name: "twice", inputs: [condition.inputs[0], condition.inputs[0]],
      results: [result])[0]
    condition.outputs = condition.append(
      .lite(.greater(Greater())), name: "more", inputs: [twice, bound],
      results: [Value(name: "b", type: .bool, shape: [1])])
    var body = graph("body")
    let (x, y, z) = (body.inputs[0], body.inputs[1], body.inputs[2])
    let one = body.add(
      Value(name: "one", type: .float32, shape: [], constant: ConstantData([1 as Float])))
    body.outputs = [
      body.append(.lite(.mul(Mul())), name: "x·y", inputs: [x, y], results: [result])[0],
      body.append(.lite(.logistic(Logistic())), name: "σ(y)", inputs: [y], results: [result])[0],
      body.append(.lite(.add(Add())), name: "z+1", inputs: [z, one], results: [result])[0],
    ]
    let program = Program(graphs: [main, condition, body], signatures: [])
    let plan = try QuantizationPlan(
      program, recipe: .int8, ranges: program.graphs.map { sameRanges($0)[0] })
    try plan.verify()
    let reason = LayerPlan.Form.float("decides how often a loop turns")
    #expect(plan.graphs[1].layers[0].form == reason)
    #expect(plan.graphs[2].layers.map(\.form) == [reason, reason, .integer])
  }
}
