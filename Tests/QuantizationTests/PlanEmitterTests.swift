// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import Quantization
import TensorCore
import Testing

/// Small graphs, quantized; scales derived by hand.
struct PlanEmitterTests {
  private func quantized(
    _ graph: Graph, _ recipe: Recipe = .int8, io: ElementType = .float32
  ) throws -> Program {
    let plan = try QuantizationPlan(
      program(graph), recipe: recipe, ranges: sameRanges(graph), io: io)
    try plan.verify()
    return plan.quantizedProgram()
  }

  /// x in −1 … 1.55 has step 0.01; the rows of w have magnitudes 1.27 and 0.
  @Test func weightsBiasAndScalesAreAsDerived() throws {
    let plan = try QuantizationPlan(
      program(denseGraph()), recipe: .int8, ranges: [denseRanges])
    let quantized = plan.quantizedProgram().graphs[0]
    #expect(names(quantized) == ["QUANTIZE", "FULLY_CONNECTED", "SOFTMAX", "DEQUANTIZE"])
    let dense = quantized.nodes[1]
    let weights = quantized[try #require(dense.inputs[1])]
    #expect(weights.type == .int8)
    #expect(weights.quantization?.scales[0] == Float(1.27) / 127)
    #expect(weights.constant?.elements(as: Int8.self) == [127, -50, 0, 0])
    // The second row is all 0: its scale is such that 0.5 becomes 2³⁰.
    let bias = quantized[try #require(dense.inputs[2])]
    #expect(bias.type == .int32)
    let integers = try #require(bias.constant?.elements(as: Int32.self))
    #expect(integers[0] == 2500)  // 0.25 / (0.01 · 0.01)
    #expect(abs(Double(integers[1]) / Double(1 << 30) - 1) < 1e-6)
    let softmax = quantized[quantized.nodes[2].outputs[0]]
    #expect(softmax.quantization == Quantization(scale: 1 / 256, zeroPoint: -128))
  }

  /// One scale for both rows: 1.27 / 127; the bias 0.5 is 0.5 / (0.01 · 0.01) = 5000 in it.
  @Test func weightsMayHaveOneScale() throws {
    var recipe = Recipe.int8
    recipe.rules[0].configuration.granularity = .tensor
    let plan = try QuantizationPlan(
      program(denseGraph()), recipe: recipe, ranges: [denseRanges])
    try plan.verify()
    let quantized = plan.quantizedProgram().graphs[0]
    let inputs = quantized.nodes[1].inputs
    #expect(quantized[try #require(inputs[1])].quantization?.scales == [Float(1.27) / 127])
    let bias = quantized[try #require(inputs[2])].constant?.elements(as: Int32.self)
    #expect(bias == [2500, 5000])
  }

  @Test(arguments: [ElementType.int8, .uint8])
  func argumentsTakeTheTypeAskedFor(io: ElementType) throws {
    let result = try quantized(denseGraph(), io: io)
    let quantized = result.graphs[0]
    #expect(quantized[quantized.inputs[0]].type == io)
    #expect(quantized[quantized.outputs[0]].type == io)
    #expect(result.signatures[0].inputs[0].value == quantized.inputs[0])
    #expect(result.signatures[0].outputs[0].value == quantized.outputs[0])
    #expect(names(quantized).filter { $0 == "DEQUANTIZE" }.isEmpty)
  }

  /// x in −1 … 1.55 has step 0.01 and zero point −28, whatever it is bounded by.
  @Test(arguments: [(Float(1e12), Int8(127)), (0.5, 22)])
  func boundsTakeTheScaleOfWhatTheyBound(bound: Float, stored: Int8) throws {
    let graph = try quantized(chain([(.minimum(Minimum()), bound)])).graphs[0]
    #expect(names(graph) == ["QUANTIZE", "MINIMUM", "DEQUANTIZE"])
    let constant = graph[try #require(graph.nodes[1].inputs[1])]
    #expect(constant.constant?.elements(as: Int8.self) == [stored])
    #expect(constant.quantization == graph[graph.nodes[1].outputs[0]].quantization)
  }

  /// An output that is an input is neither quantized nor renamed.
  @Test func anOutputMayBeAnInput() throws {
    var graph = chain([(.logistic(Logistic()), nil)])
    graph.outputs.append(graph.inputs[0])
    let result = try quantized(graph).graphs[0]
    #expect(result.outputs[1] == result.inputs[0])
  }

  /// Weights of under 1,024 elements stay float, larger ones become int8 with a scale a row.
  @Test(arguments: [(32, 31, false), (32, 32, true)])
  func dynamicRangeTakesLargeWeights(outputs: Int, depth: Int, isQuantized: Bool) throws {
    var graph = Graph(name: "main")
    let x = graph.add(Value(name: "x", type: .float32, shape: [nil, depth]))
    let w = graph.add(
      Value(
        name: "w", type: .float32, shape: [outputs, depth],
        constant: ConstantData((0..<outputs * depth).map { Float($0 / depth + 1) })))
    let y = graph.append(
      .lite(.fullyConnected(FullyConnected())), name: "dense", inputs: [x, w, nil],
      results: [Value(name: "y", type: .float32, shape: [nil, outputs])])[0]
    graph.inputs = [x]
    graph.outputs = [y]
    let result = try quantized(graph, .dynamicRange).graphs[0]
    let weights = result[try #require(result.nodes[0].inputs[1])]
    #expect(weights.type == (isQuantized ? .int8 : .float32))
    if isQuantized {
      // Row r holds r + 1 everywhere.
      #expect(weights.quantization?.scales == (1...outputs).map { Float($0) / 127 })
      #expect(weights.constant?.elements(as: Int8.self).allSatisfy { $0 == 127 } == true)
    }
  }

  /// Integers, half floats and floats in one graph: c = 0.1 is no half float.
  @Test func rulesMayMixForms() throws {
    let graph = chain([
      (.mul(Mul()), 2), (.maximum(Maximum()), 0.1), (.logistic(Logistic()), nil),
    ])
    let recipe = Recipe([
      Recipe.Rule(configuration: .int8),
      Recipe.Rule(operators: [.maximum], configuration: .float16),
      Recipe.Rule(.float, operators: [.mul]),
    ])
    let result = try quantized(graph, recipe).graphs[0]
    #expect(
      names(result) == ["MUL", "DEQUANTIZE", "MAXIMUM", "QUANTIZE", "LOGISTIC", "DEQUANTIZE"])
    let half = result[try #require(result.nodes[1].inputs[0])]
    #expect(half.type == .float16)
    #expect(half.constant?.elements(as: Float16.self) == [0.1])
    #expect(result[try #require(result.nodes[0].inputs[1])].type == .float32)
  }
}
