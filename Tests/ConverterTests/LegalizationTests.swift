// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import GraphIR
import Operators
import TensorCore
import Testing

@testable import Converter
@testable import OperatorConversion

/// A graph of TensorFlow nodes over one input `x`.
struct TensorFlowGraph {
  var graph = Graph(name: "main")
  let x: ValueID

  init(shape: [Int?], type: ElementType = .float32) {
    x = graph.add(Value(name: "x", type: type, shape: shape))
    graph.inputs = [x]
  }

  mutating func constant(_ elements: [Float], _ shape: [Int]) -> ValueID {
    graph.add(Value(name: "c", type: .float32, shape: shape, constant: ConstantData(elements)))
  }

  mutating func constant(integers: [Int32], _ shape: [Int]? = nil) -> ValueID {
    graph.add(
      Value(
        name: "i", type: .int32, shape: shape ?? [integers.count],
        constant: ConstantData(integers)))
  }

  mutating func node(
    _ operation: String, _ inputs: [ValueID], _ attributes: [String: Attribute] = [:],
    name: String? = nil
  ) -> ValueID {
    graph.append(
      .tensorFlow(operation, attributes), name: name ?? operation, inputs: inputs,
      results: [Value(name: operation, type: .float32, shape: nil)])[0]
  }

  func program(_ output: ValueID) -> Program {
    var graph = graph
    graph.outputs = [output]
    return Program(
      graphs: [graph],
      signatures: [
        Signature(
          key: "serving_default", graph: 0, inputs: [.init(name: "x", value: x)],
          outputs: [.init(name: "y", value: output)])
      ])
  }

  /// What the converted graph gives for one sample.
  func result(_ output: ValueID, for elements: [Float], shape: [Int]) throws -> [Float] {
    let bytes = elements.withUnsafeBytes { Array($0) }
    let input = NumPyArray(type: .float32, shape: Shape(shape), bytes: bytes)
    let program = try Conversion.optimized(program(output))
    return try program.outputs(for: ["x": input], sampleCount: 1)["y"] ?? []
  }
}

@Suite struct LegalizationTests {
  @Test func listsAllUnsupportedOperatorsAtOnce() {
    var test = TensorFlowGraph(shape: [nil, 2])
    let a = test.node("Zeta", [test.x], name: "first")
    let b = test.node("Bessel", [a], name: "second")
    let c = test.node("Zeta", [b], name: "third")
    let error = #expect(throws: ConversionError.self) {
      try Legalization().legalized(test.program(c))
    }
    let parts = error?.parts.map(\.description) ?? []
    let text = ([error?.reason ?? ""] + parts).joined(separator: "; ")
    for word in ["2 Zeta", "'first'", "'third'", "Bessel", "'second'"] {
      #expect(text.contains(word), "\(text)")
    }
  }

  @Test func asksForTheShapeOfAnInputOfUnknownRank() {
    var test = TensorFlowGraph(shape: [nil])
    test.graph[test.x].shape = nil
    let y = test.node("Relu", [test.x])
    let error = #expect(throws: ConversionError.self) {
      try Legalization().legalized(test.program(y))
    }
    #expect(error?.reason.contains("--input-shape") == true)
  }

  /// A variable that nothing assigns comes as the constant that it is.
  @Test func picksRowsOfVariables() throws {
    var test = TensorFlowGraph(shape: [1, 2])
    let table = test.constant([1, 2, 3, 4, 5, 6], [3, 2])
    let rows = test.node("ResourceGather", [table, test.constant(integers: [2, 0])])
    let sum = test.node("AddV2", [test.x, rows])
    #expect(try test.result(sum, for: [0, 10], shape: [1, 2]) == [5, 16, 1, 12])
  }

  @Test func picksPointsOfVariables() throws {
    var test = TensorFlowGraph(shape: [1, 2])
    let table = test.constant([1, 2, 3, 4, 5, 6], [3, 2])
    let points = test.constant(integers: [2, 0, 1, 1], [2, 2])
    let sum = test.node("AddV2", [test.x, test.node("ResourceGatherNd", [table, points])])
    #expect(try test.result(sum, for: [0, 10], shape: [1, 2]) == [5, 14])
  }

  /// The axis behind those of the batch: column 1 of row 0, column 0 of row 1.
  @Test func picksElementsOfABatchOfVariables() throws {
    var test = TensorFlowGraph(shape: [1, 1])
    let table = test.constant([1, 2, 3, 4, 5, 6], [2, 3])
    let places = test.constant(integers: [1, 0], [2, 1])
    let picked = test.node(
      "ResourceGather", [table, places], ["batch_dims": .integer(1)])
    let sum = test.node("AddV2", [test.x, picked])
    #expect(try test.result(sum, for: [10], shape: [1, 1]) == [12, 14])
  }

  @Test func listsAllRefusedNodesAtOnce() {
    var test = TensorFlowGraph(shape: [nil, 4, 4, 1])
    let filter = test.constant([1], [1, 1, 1, 1])
    let attributes: [String: Attribute] = [
      "padding": .string("NOWHERE"), "strides": .list([1, 1, 1, 1].map { .integer($0) }),
    ]
    let a = test.node("Conv2D", [test.x, filter], attributes, name: "first")
    let b = test.node("Conv2D", [test.x, filter], attributes, name: "second")
    let c = test.node("AddV2", [a, b])
    let error = #expect(throws: ConversionError.self) {
      try Legalization().legalized(test.program(c))
    }
    let text = error?.parts.map(\.description).joined(separator: "; ") ?? ""
    #expect(text.contains("'first'") && text.contains("'second'"), "\(text)")
    #expect(!text.contains("AddV2"))
  }

  @Test func showsOpenSizesInErrors() {
    var test = TensorFlowGraph(shape: [nil, 8])
    let y = test.node("AddV2", [test.x, test.constant([1, 2, 3], [3])])
    let error = #expect(throws: ConversionError.self) {
      try Legalization().legalized(test.program(y))
    }
    #expect(error?.operator == "AddV2")
    #expect(error?.reason == "shapes [?, 8] and [3] do not broadcast")
  }

  /// Filters are height, width, inputs, outputs: output o is Σᵢ xᵢ · w[i, o].
  @Test func turnsFilters() throws {
    var test = TensorFlowGraph(shape: [nil, 1, 1, 2])
    let filter = test.constant([1, 2, 3, 4, 5, 6], [1, 1, 2, 3])
    let y = test.node(
      "Conv2D", [test.x, filter],
      ["padding": .string("SAME"), "strides": .list([1, 1, 1, 1].map { .integer($0) })])
    let result = try test.result(y, for: [1, 10], shape: [1, 1, 1, 2])
    #expect(result == [41, 52, 63])
  }

  /// The same with channels first, over two pixels.
  @Test func convertsChannelsFirst() throws {
    var test = TensorFlowGraph(shape: [nil, 2, 1, 2])
    let filter = test.constant([1, 2, 3, 4, 5, 6], [1, 1, 2, 3])
    let y = test.node(
      "Conv2D", [test.x, filter],
      [
        "padding": .string("VALID"), "strides": .list([1, 1, 1, 1].map { .integer($0) }),
        "data_format": .string("NCHW"),
      ])
    // Pixel 0 is (1, 10), pixel 1 is (2, 20).
    let result = try test.result(y, for: [1, 2, 10, 20], shape: [1, 2, 1, 2])
    #expect(result == [41, 82, 52, 104, 63, 126])
  }

  /// Depthwise outputs are in the order input, multiplier: w[0, 0, i, m].
  @Test func convertsDepthMultipliers() throws {
    var test = TensorFlowGraph(shape: [nil, 1, 1, 2])
    let filter = test.constant([1, 2, 3, 4], [1, 1, 2, 2])
    let y = test.node(
      "DepthwiseConv2dNative", [test.x, filter],
      ["padding": .string("SAME"), "strides": .list([1, 1, 1, 1].map { .integer($0) })])
    #expect(try test.result(y, for: [1, 10], shape: [1, 1, 1, 2]) == [1, 2, 30, 40])
  }

  @Test(arguments: [false, true]) func convertsMatrixProducts(isTransposed: Bool) throws {
    var test = TensorFlowGraph(shape: [nil, 2])
    let matrix =
      isTransposed
      ? test.constant([1, 3, 2, 4], [2, 2]) : test.constant([1, 2, 3, 4], [2, 2])
    let y = test.node("MatMul", [test.x, matrix], ["transpose_b": .bool(isTransposed)])
    // (1, 10) · [[1, 2], [3, 4]].
    #expect(try test.result(y, for: [1, 10], shape: [1, 2]) == [31, 42])
  }

  /// γ = 2, β = 1, μ = 3, σ² = 3, ε = 1: y = 2 · (x − 3) / 2 + 1 = x − 2.
  @Test func normalizesByTrainedStatisticsOrThoseOfTheBatch() throws {
    var test = TensorFlowGraph(shape: [nil, 1, 1, 1])
    let operands = [2, 1, 3, 3].map { test.constant([$0], [1]) }
    let y = test.node(
      "FusedBatchNormV3", [test.x] + operands, ["epsilon": .float(1), "is_training": .bool(false)])
    #expect(try test.result(y, for: [7], shape: [1, 1, 1, 1]) == [5])
    let training = test.node(
      "FusedBatchNormV3", [test.x] + operands, ["epsilon": .float(1), "is_training": .bool(true)])
    // The mean is what is there, so that only the offset remains.
    #expect(try test.result(training, for: [7], shape: [1, 1, 1, 1]) == [1])
    let channelsFirst = test.node(
      "FusedBatchNormV3", [test.x] + operands,
      ["epsilon": .float(1), "is_training": .bool(true), "data_format": .string("NCHW")])
    #expect(try test.result(channelsFirst, for: [7], shape: [1, 1, 1, 1]) == [1])
  }

  /// x[:, newaxis, ..., 1] of [[[1, 2], [3, 4]]] is [[[2, 4]]].
  @Test func spellsOutEllipsesAndNewAxes() throws {
    var test = TensorFlowGraph(shape: [nil, 2, 2])
    let y = test.node(
      "StridedSlice",
      [
        test.x, test.constant(integers: [0, 0, 0, 1]), test.constant(integers: [0, 0, 0, 2]),
        test.constant(integers: [1, 1, 1, 1]),
      ],
      [
        "begin_mask": .integer(1), "end_mask": .integer(1), "new_axis_mask": .integer(2),
        "ellipsis_mask": .integer(4), "shrink_axis_mask": .integer(8),
      ])
    let program = try Conversion.optimized(test.program(y))
    #expect(program.graphs[0][program.signatures[0].outputs[0].value].shape == [nil, 1, 2])
    #expect(try test.result(y, for: [1, 2, 3, 4], shape: [1, 2, 2]) == [2, 4])
  }

  /// Values by hand: softplus(0) = ln 2, softsign(1) = ½, 1/4, x/0 = 0, selu(1) = λ, expm1(0) = 0.
  @Test(arguments: [
    ("Softplus", Float(0), Float(0.693_147_2)), ("Softplus", 100, 100), ("Softsign", 1, 0.5),
    ("Reciprocal", 4, 0.25), ("Selu", 1, 1.050_701), ("Selu", -100, -1.758_099_3),
    ("Expm1", 0, 0), ("Log1p", 0, 0),
  ])
  func decomposes(_ operation: String, _ x: Float, _ expected: Float) throws {
    var test = TensorFlowGraph(shape: [nil, 1])
    let y = test.node(operation, [test.x])
    let found = try test.result(y, for: [x], shape: [1, 1])[0]
    #expect(abs(found - expected) <= 1e-6 * max(1, abs(expected)), "\(found)")
  }

  @Test func dividesByZeroWithoutNaN() throws {
    var test = TensorFlowGraph(shape: [nil, 3])
    let y = test.node("DivNoNan", [test.x, test.constant([2, 0, 4], [3])])
    #expect(try test.result(y, for: [1, 1, 0], shape: [1, 3]) == [0.5, 0, 0])
  }

  @Test func convertsEveryNameOnce() {
    let names =
      allConversions.flatMap { $0.tensorFlowNames } + namedConversions.flatMap { $0.names }
    #expect(Set(names).count == names.count)
  }
}
