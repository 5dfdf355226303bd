// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct ShapeInferenceTests {
  /// `reshape(x, [shape(x)[0], …])` as Keras writes it; `byOther` takes the batch of another input.
  private func reshapedByShape(
    _ shape: [Int?], rest: [Int32], byOther: Bool = false
  ) throws -> String {
    var test = TestGraph()
    let x = test.input("x", shape)
    let sized = byOther ? test.input("other", shape) : x
    let s = test.node("s", .shapeOf(ShapeOf()), [sized], [shape.count], type: .int32)
    var masks = StridedSlice.Masks()
    masks.shrinkAxis = 1
    let slice = Operator.stridedSlice(StridedSlice(masks: masks))
    let (zero, one) = (test.constant(integers: [0]), test.constant(integers: [1]))
    let n = test.node("n", slice, [s, zero, one, one], [], type: .int32)
    let others = rest.map { test.constant(integers: [$0], []) }
    let t = test.node(
      "t", .pack(Pack(axis: 0)), [n] + others, [1 + rest.count], type: .int32)
    let y = test.node("y", .reshape(Reshape()), [x, t], [])
    test.graph.outputs = [y]
    var graph = IndexedGraph(test.graph)
    _ = try ShapeInference().run(on: &graph)
    _ = try DeadCodeRemoval().run(on: &graph)
    let finished = graph.finished()
    let type = finished[y].shape.map { "\($0.map { $0.map(String.init) ?? "?" })" } ?? "unknown"
    return finished.summary + " " + type
  }

  @Test func keepsABatchOpen() throws {
    #expect(
      try reshapedByShape([nil, 2, 6], rest: [3, 4]) == """
        y = RESHAPE(x, [-1, 3, 4])
        return y ["?", "3", "4"]
        """)
  }

  /// The batch may be another: that is for the run to check.
  @Test func keepsTheBatchOfAnotherInput() throws {
    #expect(
      try reshapedByShape([nil, 2, 6], rest: [12], byOther: true) == """
        s = SHAPE(other)
        n = STRIDED_SLICE(s, [0], [1], [1])
        t = PACK(n, [12])
        y = RESHAPE(x, t)
        return y ["?", "12"]
        """)
  }

  @Test func keepsTwoOpenSizes() throws {
    #expect(
      try reshapedByShape([nil, nil, 6], rest: [-1, 2, 3]) == """
        s = SHAPE(x)
        n = STRIDED_SLICE(s, [0], [1], [1])
        t = PACK(n, [-1], [2], [3])
        y = RESHAPE(x, t)
        return y ["?", "?", "2", "3"]
        """)
  }

  @Test func foldsAKnownBatch() throws {
    #expect(
      try reshapedByShape([5, 2, 6], rest: [12]) == """
        y = RESHAPE(x, [5, 12])
        return y ["5", "12"]
        """)
  }

  @Test func findsWhatCannotBe() throws {
    #expect(throws: ConversionError.self) {
      try reshapedByShape([5, 2, 6], rest: [7])
    }
  }
}
