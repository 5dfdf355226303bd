// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import Quantization
import TensorCore
import Testing

/// Small graphs, quantized; scales derived by hand.
struct IntegerQuantizationTests {
  /// `y = softmax(x · wᵀ + b)`, then a reshape.
  private func denseGraph() -> Graph {
    var graph = Graph(name: "main")
    let x = graph.add(Value(name: "x", type: .float32, shape: [1, 2]))
    let w = graph.add(
      Value(
        name: "w", type: .float32, shape: [2, 2],
        constant: ConstantData([1.27, -0.5, 0, 0] as [Float])))
    let b = graph.add(
      Value(name: "b", type: .float32, shape: [2], constant: ConstantData([0.25, 0.5] as [Float])))
    let dense = graph.append(
      .lite(.fullyConnected(FullyConnected())), name: "dense", inputs: [x, w, b],
      results: [Value(name: "dense", type: .float32, shape: [1, 2])])[0]
    let softmax = graph.append(
      .lite(.softmax(Softmax(beta: 1))), name: "softmax", inputs: [dense],
      results: [Value(name: "softmax", type: .float32, shape: [1, 2])])[0]
    graph.inputs = [x]
    graph.outputs = [softmax]
    return graph
  }

  private func program(_ graph: Graph) -> Program {
    Program(
      graphs: [graph],
      signatures: [
        Signature(
          key: "serving_default", graph: 0, inputs: [.init(name: "x", value: graph.inputs[0])],
          outputs: [.init(name: "y", value: graph.outputs[0])])
      ])
  }

  private func names(_ graph: Graph) -> [String] {
    graph.nodes.map {
      if case .lite(let operation) = $0.operation { operation.builtin.name } else { "" }
    }
  }

  /// x in −1 … 1.55 has step 0.01; the rows of w have magnitudes 1.27 and 0.
  @Test func weightsBiasAndScalesAreAsDerived() throws {
    let graph = denseGraph()
    let ranges: [ValueID: ValueRange] = [
      ValueID(index: 0): ValueRange(minimum: -1, maximum: 1.55),
      ValueID(index: 3): ValueRange(minimum: 0, maximum: 2.55),
      ValueID(index: 4): ValueRange(minimum: 0, maximum: 1),
    ]
    let result = try IntegerQuantization(io: .float32, ranges: [ranges]).quantized(program(graph))
    let quantized = result.graphs[0]
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

  @Test(arguments: [ElementType.int8, .uint8])
  func argumentsTakeTheTypeAskedFor(io: ElementType) throws {
    let graph = denseGraph()
    let all = Dictionary(
      uniqueKeysWithValues: graph.values.indices.map {
        (ValueID(index: $0), ValueRange(minimum: -1, maximum: 1))
      })
    let result = try IntegerQuantization(io: io, ranges: [all]).quantized(program(graph))
    let quantized = result.graphs[0]
    #expect(quantized[quantized.inputs[0]].type == io)
    #expect(quantized[quantized.outputs[0]].type == io)
    #expect(result.signatures[0].inputs[0].value == quantized.inputs[0])
    #expect(result.signatures[0].outputs[0].value == quantized.outputs[0])
    #expect(names(quantized).filter { $0 == "DEQUANTIZE" }.isEmpty)
  }

  @Test func valuesNeverSeenAreNamed() {
    let graph = denseGraph()
    let error = #expect(throws: ConversionError.self) {
      try IntegerQuantization(io: .float32, ranges: [[:]]).quantized(program(graph))
    }
    #expect(error?.description.contains("no range is known for 'x'") == true)
  }

  /// `operations` one after the other on x of one element, each with a constant if one is given.
  private func chain(_ operations: [(operation: Operator, constant: Float?)]) -> Graph {
    var graph = Graph(name: "main")
    var value = graph.add(Value(name: "x", type: .float32, shape: [1]))
    graph.inputs = [value]
    for (operation, constant) in operations {
      var inputs = [value]
      if let constant {
        inputs.append(
          graph.add(
            Value(name: "c", type: .float32, shape: [], constant: ConstantData([constant]))))
      }
      let isComparison = operation.builtin == .greater
      value =
        graph.append(
          .lite(operation), name: operation.builtin.name, inputs: inputs,
          results: [Value(name: "y", type: isComparison ? .bool : .float32, shape: [1])])[0]
    }
    graph.outputs = [value]
    return graph
  }

  private func quantized(_ graph: Graph) throws -> Graph {
    let range = ValueRange(minimum: -1, maximum: 1.55)
    let ranges = graph.values.indices.filter { graph.values[$0].constant == nil }.map {
      (ValueID(index: $0), range)
    }
    return try IntegerQuantization(
      io: .float32, ranges: [Dictionary(uniqueKeysWithValues: ranges)]
    ).quantized(program(graph)).graphs[0]
  }

  /// x in −1 … 1.55 has step 0.01 and zero point −28, whatever it is bounded by.
  @Test(arguments: [(Float(1e12), Int8(127)), (0.5, 22)])
  func boundsTakeTheScaleOfWhatTheyBound(bound: Float, stored: Int8) throws {
    let graph = try quantized(chain([(.minimum(Minimum()), bound)]))
    #expect(names(graph) == ["QUANTIZE", "MINIMUM", "DEQUANTIZE"])
    let constant = graph[try #require(graph.nodes[1].inputs[1])]
    #expect(constant.constant?.elements(as: Int8.self) == [stored])
    #expect(constant.quantization == graph[graph.nodes[1].outputs[0]].quantization)
  }

  @Test func whatPreparesARootStaysFloat() throws {
    let graph = chain([(.add(Add()), 1e-6), (.rsqrt(Rsqrt()), nil)])
    #expect(try names(quantized(graph)) == ["ADD", "RSQRT"])
  }

  @Test func comparisonsStayFloat() throws {
    #expect(try names(quantized(chain([(.greater(Greater()), 0)]))) == ["GREATER"])
  }

  /// An output that is an input is neither quantized nor renamed.
  @Test func anOutputMayBeAnInput() throws {
    var graph = chain([(.logistic(Logistic()), nil)])
    graph.outputs.append(graph.inputs[0])
    let result = try quantized(graph)
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
    let result = WeightQuantization(.dynamicRange).quantized(program(graph)).graphs[0]
    let weights = result[try #require(result.nodes[0].inputs[1])]
    #expect(weights.type == (isQuantized ? .int8 : .float32))
    if isQuantized {
      // Row r holds r + 1 everywhere.
      #expect(weights.quantization?.scales == (1...outputs).map { Float($0) / 127 })
      #expect(weights.constant?.elements(as: Int8.self).allSatisfy { $0 == 127 } == true)
    }
  }
}
