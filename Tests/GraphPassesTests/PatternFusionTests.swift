// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct PreluFusionTests {
  /// `relu(x) + factor · relu(−z)`, with the operator of the sum given.
  private func sum(
    of x: ValueID, _ z: ValueID, _ factor: ValueID, _ operation: Operator, in test: inout TestGraph
  ) -> ValueID {
    let positive = test.node("p", .relu(Relu()), [x], [nil, 2])
    let negated = test.node("n", .neg(Neg()), [z], [nil, 2])
    let negative = test.node("r", .relu(Relu()), [negated], [nil, 2])
    let scaled = test.node("m", .mul(Mul()), [negative, factor], [nil, 2])
    return test.node("y", operation, [positive, scaled], [nil, 2])
  }

  private func after(_ test: TestGraph, _ output: ValueID) throws -> String {
    var graph = test.graph
    graph.outputs = [output]
    var indexed = IndexedGraph(graph)
    _ = try PreluFusion().run(on: &indexed)
    _ = try DeadCodeRemoval().run(on: &indexed)
    return indexed.finished().summary
  }

  @Test func takesTheSignFromTheSum() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2])
    let added = sum(of: x, x, test.constant([-0.5, -0.25], [2]), .add(Add()), in: &test)
    #expect(try after(test, added) == "y = PRELU(x, [0.5, 0.25])\nreturn y")
    let subtracted = sum(of: x, x, test.constant([0.5, 0.25], [2]), .sub(Sub()), in: &test)
    #expect(try after(test, subtracted) == "y = PRELU(x, [0.5, 0.25])\nreturn y")
    #expect(try test.afterTwice(PreluFusion(), outputs: added) != "changes when it runs again")
  }

  @Test func leavesOtherSums() throws {
    var test = TestGraph()
    let (x, z) = (test.input("x", [nil, 2]), test.input("z", [nil, 2]))
    let factor = test.constant([-0.5, -0.25], [2])
    let mixed = sum(of: x, z, factor, .add(Add()), in: &test)
    #expect(try !test.after(PreluFusion(), outputs: mixed).changed)
    let variable = sum(of: x, x, z, .add(Add()), in: &test)
    #expect(try !test.after(PreluFusion(), outputs: variable).changed)
    let product = sum(of: x, x, factor, .mul(Mul()), in: &test)
    #expect(try !test.after(PreluFusion(), outputs: product).changed)
  }
}

@Suite struct L2NormalizationFusionTests {
  /// `x · rsqrt(max(Σ x², bound))` over one axis.
  private func normalized(
    bound: Float = 1e-12, axis: Int32 = 1, keeps: Bool = true, rank: Int = 2
  ) throws -> (text: String, changed: Bool) {
    var test = TestGraph()
    let shape = [nil] + Array(repeating: 3 as Int?, count: rank - 1)
    let x = test.input("x", shape)
    let squares = test.node("q", .square(Square()), [x], shape)
    let sum = test.node(
      "s", .sum(Sum(keepsDimensions: keeps)), [squares, test.constant(integers: [axis])],
      shape.dropLast() + [1])
    let bounded = test.node(
      "m", .maximum(Maximum()), [sum, test.constant([bound], [])], shape.dropLast() + [1])
    let root = test.node("r", .rsqrt(Rsqrt()), [bounded], shape.dropLast() + [1])
    let y = test.node("y", .mul(Mul()), [x, root], shape)
    return try test.after(L2NormalizationFusion(), outputs: y)
  }

  @Test func findsRowsOverTheirLength() throws {
    #expect(try normalized().text.hasSuffix("y = L2_NORMALIZATION(x)\nreturn y"))
    #expect(try normalized(axis: -1).changed)
  }

  @Test func leavesOtherAxesAndBounds() throws {
    #expect(try !normalized(axis: 0).changed)
    #expect(try !normalized(keeps: false).changed)
    #expect(try !normalized(bound: 1e-3).changed)
    #expect(try !normalized(axis: 4, rank: 5).changed)
  }
}

@Suite struct GeluRecognitionTests {
  /// `0.5 · x · erfc(factor · x)` of TensorFlow's operators.
  private func summary(factor: Float, half: Float = 0.5, isOther: Bool = false) throws -> String {
    var test = TestGraph()
    let (x, z) = (test.input("x", [nil, 2]), test.input("z", [nil, 2]))
    func node(_ name: String, _ operation: String, _ inputs: [ValueID]) -> ValueID {
      test.graph.append(
        .tensorFlow(operation, [:]), name: name, inputs: inputs,
        results: [Value(name: name, type: .float32, shape: nil)])[0]
    }
    let scaled = node("s", "Mul", [isOther ? z : x, test.constant([factor], [])])
    let gate = node("e", "Erfc", [scaled])
    let product = node("h", "Mul", [test.constant([half], []), x])
    test.graph.outputs = [node("y", "Mul", [product, gate])]
    var graph = IndexedGraph(test.graph)
    _ = try GeluRecognition().run(on: &graph)
    _ = try DeadCodeRemoval().run(on: &graph)
    return graph.finished().summary
  }

  @Test func findsTheComplement() throws {
    #expect(try summary(factor: -0.707_106_77) == "y = GELU(x)\nreturn y")
  }

  @Test func leavesOtherFactors() throws {
    #expect(try !summary(factor: 0.707_106_77).contains("GELU"))
    #expect(try !summary(factor: -0.7).contains("GELU"))
    #expect(try !summary(factor: -0.707_106_77, half: 1).contains("GELU"))
    #expect(try !summary(factor: -0.707_106_77, isOther: true).contains("GELU"))
  }
}
