// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct ShapeSimplificationTests {
  @Test func makesReshapesOne() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 6])
    let a = test.node(
      "a", .expandDims(ExpandDims()), [x, test.constant(integers: [1])], [nil, 1, 6])
    let y = test.node(
      "y", .reshape(Reshape()), [a, test.constant(integers: [-1, 2, 3])], [nil, 2, 3])
    let text = try test.afterTwice(ReshapeSimplification(), outputs: y)
    #expect(text.contains("y = RESHAPE(x, [-1, 2, 3])"))
  }

  @Test func dropsWhatChangesNothing() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 6])
    let a = test.node("a", .relu(Relu()), [x], [nil, 6])
    let b = test.node("b", .reshape(Reshape()), [a, test.constant(integers: [-1, 6])], [nil, 6])
    let y = test.node("y", .tanh(Tanh()), [b], [nil, 6])
    #expect(
      try test.afterTwice(ReshapeSimplification(), outputs: y) == """
        a = RELU(x)
        y = TANH(a)
        return y
        """)
  }

  @Test func keepsAnOutputApartFromAnInput() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 6])
    let y = test.node("y", .reshape(Reshape()), [x, test.constant(integers: [-1, 6])], [nil, 6])
    #expect(try !test.after(ReshapeSimplification(), outputs: y).changed)
  }

  @Test func transpositionOfOnesIsAReshape() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 1, 6])
    let moved = test.node(
      "moved", .transpose(Transpose()), [x, test.constant(integers: [0, 2, 1])], [nil, 6, 1])
    #expect(
      try test.afterTwice(ReshapeSimplification(), outputs: moved) == """
        moved = RESHAPE(x, [-1, 6, 1])
        return moved
        """)
  }

  @Test func leavesTrueTranspositionsAndSeveralUnknowns() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 6])
    let y = test.node(
      "y", .transpose(Transpose()), [x, test.constant(integers: [0, 2, 1])], [nil, 6, 2])
    #expect(try !test.after(ReshapeSimplification(), outputs: y).changed)
    let u = test.input("u", [nil, nil])
    let z = test.node(
      "z", .expandDims(ExpandDims()), [u, test.constant(integers: [0])], [1, nil, nil])
    #expect(try !test.after(ReshapeSimplification(), outputs: z).changed)
  }

  /// y[i, j, k] = a[k, i, j] with a[i, j, k] = x[i, k, j], so y's axes are x's 1, 0, 2.
  @Test func makesTranspositionsOne() throws {
    var test = TestGraph()
    let x = test.input("x", [2, 3, 4])
    let a = test.node(
      "a", .transpose(Transpose()), [x, test.constant(integers: [0, 2, 1])], [2, 4, 3])
    let y = test.node(
      "y", .transpose(Transpose()), [a, test.constant(integers: [2, 0, 1])], [3, 2, 4])
    let text = try test.afterTwice(TransposeSimplification(), outputs: y)
    #expect(text.contains("y = TRANSPOSE(x, [1, 0, 2])"))
  }

  @Test func leavesASingleTransposition() throws {
    var test = TestGraph()
    let x = test.input("x", [2, 3])
    let y = test.node("y", .transpose(Transpose()), [x, test.constant(integers: [1, 0])], [3, 2])
    #expect(try !test.after(TransposeSimplification(), outputs: y).changed)
  }
}
