// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore
import Testing

@testable import OperatorConversion

/// A few values, and what is inferred of them.
private struct InferredGraph {
  private var inference = SizeInference()
  private var count = 0

  mutating func input(_ shape: [Int?], type: ElementType = .float32) throws -> ValueID {
    let id = next()
    try inference.define(input: Value(name: "x\(id.index)", type: type, shape: shape), as: id)
    return id
  }

  mutating func constant(_ integers: [Int], shape: [Int]? = nil) throws -> ValueID {
    let id = next()
    let value = Value(
      name: "c", type: .int32, shape: shape ?? [integers.count],
      constant: ConstantData(integers: integers, as: .int32))
    try inference.define(constant: value, as: id)
    return id
  }

  mutating func result(_ operation: Operator, _ inputs: ValueID...) throws -> ValueID {
    let id = next()
    try inference.define([id], by: operation, inputs: inputs)
    return id
  }

  /// The size of an axis as a scalar, as `tf.shape(x)[axis]` is traced.
  mutating func size(_ axis: Int, of value: ValueID) throws -> ValueID {
    var masks = StridedSlice.Masks()
    masks.shrinkAxis = 1
    let shape = try result(.shapeOf(ShapeOf(resultType: .int32)), value)
    return try result(
      .stridedSlice(StridedSlice(masks: masks)), shape, constant([axis]), constant([axis + 1]),
      constant([1]))
  }

  private mutating func next() -> ValueID {
    count += 1
    return ValueID(index: count - 1)
  }

  subscript(value: ValueID) -> SizedValue { inference[value]! }

  /// The shape, open sizes as expressions.
  func shape(_ value: ValueID) -> String {
    inference[value]!.sizes.map { "\($0.map(\.description))" } ?? "?"
  }
}

@Suite struct SizeInferenceTests {
  @Test func namesOpenSizesOfInputs() throws {
    var graph = InferredGraph()
    let (x, y) = (try graph.input([nil, 3, nil]), try graph.input([nil, 3]))
    #expect(graph.shape(x) == #"["s0", "3", "s1"]"#)
    #expect(graph.shape(y) == #"["s2", "3"]"#)
  }

  /// `reshape(x, [tf.shape(x)[0], 12])` of [n, 3, 4].
  @Test func followsShapesThroughIntegers() throws {
    var graph = InferredGraph()
    let x = try graph.input([nil, 3, 4])
    let batch = try graph.size(0, of: x)
    #expect(graph[batch].elements?.map(\.description) == ["s0"])
    let target = try graph.result(.pack(Pack(axis: 0)), batch, graph.constant([12], shape: []))
    #expect(graph[target].elements?.map(\.description) == ["s0", "12"])
    let y = try graph.result(.reshape(Reshape()), x, target)
    #expect(graph.shape(y) == #"["s0", "12"]"#)
    let rows = try graph.size(1, of: y)
    #expect(graph[rows].numbers == [12])
  }

  /// min(length, 100) is no constant, whatever lengths one could guess.
  @Test func keepsMinimaOpen() throws {
    var graph = InferredGraph()
    let length = try graph.size(1, of: graph.input([nil, nil]))
    let cut = try graph.result(
      .minimum(Minimum()), length, graph.constant([100], shape: []))
    #expect(graph[cut].constant == nil)
    let none = try graph.result(.minimum(Minimum()), length, graph.constant([-1], shape: []))
    #expect(graph[none].numbers == [-1])
  }

  /// length > 4 is decided by no size, length ≥ 0 by all.
  @Test func decidesOnlyWhatIsProved() throws {
    var graph = InferredGraph()
    let length = try graph.size(0, of: graph.input([nil]))
    let isLong = try graph.result(.greater(Greater()), length, graph.constant([4], shape: []))
    #expect(graph[isLong].constant == nil)
    let isThere = try graph.result(
      .greaterEqual(GreaterEqual()), length, graph.constant([0], shape: []))
    #expect(graph[isThere].constant?.elements(as: UInt8.self) == [1])
  }

  /// Numbers from the data may wrap around: v + 1 > v is not proved.
  @Test func concludesNothingFromData() throws {
    var graph = InferredGraph()
    let v = try graph.input([], type: .int32)
    let next = try graph.result(.add(Add()), v, graph.constant([1], shape: []))
    let isMore = try graph.result(.greater(Greater()), next, v)
    #expect(graph[isMore].constant == nil)
    let nothing = try graph.result(.sub(Sub()), v, v)
    #expect(graph[nothing].numbers == [0])
  }

  @Test func leavesTheBroadcastOfTwoBatchesOpen() throws {
    var graph = InferredGraph()
    let (x, y) = (try graph.input([nil, 3]), try graph.input([nil, 3]))
    let sum = try graph.result(.add(Add()), x, y)
    #expect(graph[sum].shape == [nil, 3])
    let square = try graph.result(.mul(Mul()), x, x)
    #expect(graph.shape(square) == #"["s0", "3"]"#)
    // One of 7 and an open size is 7.
    let seven = try graph.result(.add(Add()), x, graph.constant([Int](0..<21), shape: [7, 3]))
    #expect(graph[seven].shape == [7, 3])
  }

  @Test func joinsOpenLengths() throws {
    var graph = InferredGraph()
    let (x, y) = (try graph.input([nil, nil, 2]), try graph.input([nil, nil, 2]))
    let joined = try graph.result(.concatenation(Concatenation(axis: 1)), x, y)
    #expect(graph.shape(joined) == #"["s0", "s3 + s1", "2"]"#)
  }

  @Test func countsWindows() throws {
    var graph = InferredGraph()
    let x = try graph.input([nil, nil, 9, 2])
    let pooled = try graph.result(
      .maxPool2D(MaxPool2D(Pooling(filter: (2, 2), stride: (2, 2), padding: .same))), x)
    #expect(graph.shape(pooled) == #"["s0", "⌊(s1 + 1) / 2⌋", "5", "2"]"#)
    let valid = try graph.result(
      .maxPool2D(MaxPool2D(Pooling(filter: (3, 3), stride: (2, 2), padding: .valid))), x)
    #expect(graph.shape(valid) == #"["s0", "⌊(s1 + 1) / 2⌋ − 1", "4", "2"]"#)
  }

  /// What no size mends is refused, with ? for what is open.
  @Test func refusesWhatCannotBe() throws {
    var graph = InferredGraph()
    let x = try graph.input([nil, 8])
    let y = try graph.input([nil, 64, 7])
    let error = #expect(throws: OperatorError.self) { try graph.result(.add(Add()), x, y) }
    #expect(error?.message == "shapes [?, 8] and [?, 64, 7] do not broadcast")
  }

  /// The number of elements, and the larger of two sizes.
  @Test func reducesSizes() throws {
    var graph = InferredGraph()
    let x = try graph.input([nil, nil, 3])
    let shape = try graph.result(.shapeOf(ShapeOf(resultType: .int32)), x)
    let axis = try graph.constant([0])
    let product = try graph.result(.reduceProd(ReduceProd()), shape, axis)
    #expect(graph[product].elements?.map(\.description) == ["3·s0·s1"])
    let sum = try graph.result(.sum(Sum()), shape, axis)
    #expect(graph[sum].elements?.map(\.description) == ["s1 + s0 + 3"])
    let largest = try graph.result(.reduceMax(ReduceMax()), shape, axis)
    #expect(graph[largest].elements?[0].value([2, 7]) == 7)
    #expect(graph[largest].elements?[0].value([2, 1]) == 3)
    let negated = try graph.result(.neg(Neg()), product)
    #expect(graph[negated].elements?.map(\.description) == ["−3·s0·s1"])
    let magnitude = try graph.result(.abs(Abs()), negated)
    #expect(graph[magnitude].elements == graph[product].elements)
  }

  @Test func keepsElementsUnderAnotherRank() throws {
    var graph = InferredGraph()
    let length = try graph.size(0, of: graph.input([nil]))
    let vector = try graph.result(.expandDims(ExpandDims()), length, graph.constant([0], shape: []))
    #expect(graph[vector].elements?.map(\.description) == ["s0"])
    let scalar = try graph.result(.squeeze(Squeeze(axes: [0])), vector)
    #expect(graph.shape(scalar) == "[]")
    #expect(graph[scalar].elements == graph[length].elements)
  }

  /// Where a size may be 1, SQUEEZE without axes gives one rank or another.
  @Test func leavesRanksOpen() throws {
    var graph = InferredGraph()
    let x = try graph.input([nil, 1, 3])
    let squeezed = try graph.result(.squeeze(Squeeze(axes: [])), x)
    #expect(graph[squeezed].shape == nil)
    let active = try graph.result(.relu(Relu()), squeezed)
    #expect(graph[active].shape == nil)
  }
}
