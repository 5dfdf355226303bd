// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct ConstantPassTests {
  @Test func foldsConstantsThroughSeveralNodes() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2])
    let sum = test.node(
      "sum", .add(Add()), [test.constant([1, 2], [2]), test.constant([3], [])], [2])
    let square = test.node("square", .mul(Mul()), [sum, sum], [2])
    let y = test.node("y", .mul(Mul()), [x, square], [nil, 2])
    // (1 + 3)² and (2 + 3)².
    #expect(
      try test.afterTwice(ConstantFolding(), outputs: y) == """
        y = MUL(x, [16.0, 25.0])
        return y
        """)
  }

  @Test func leavesDequantizationAndGrowth() throws {
    var test = TestGraph()
    let half = test.graph.add(
      Value(
        name: "half", type: .float16, shape: [2], constant: ConstantData([UInt16(0), UInt16(0)])))
    let y = test.node("y", .dequantize(Dequantize()), [half], [2])
    #expect(try !test.after(ConstantFolding(), outputs: y).changed)
    // 1 + 100,000 elements in, 10¹⁰ out.
    let column = test.constant(Array(repeating: 1, count: 100_000), [100_000, 1])
    let row = test.constant(Array(repeating: 1, count: 100_000), [1, 100_000])
    let z = test.node("z", .add(Add()), [column, row], [100_000, 100_000])
    #expect(try !test.after(ConstantFolding(), outputs: z).changed)
  }

  /// 3000³ products from 72 MB of constants: 2.7 · 10¹⁰ and more, where 2³² and 64 times the bytes, 8.9 · 10⁹
  /// in all, are allowed.
  @Test func leavesWhatTakesTooLong() throws {
    var test = TestGraph()
    let zeros = ConstantData(byteCount: 36_000_000) {
      $0.initializeMemory(as: UInt8.self, repeating: 0)
    }
    let square = test.graph.add(
      Value(name: "c", type: .float32, shape: [3000, 3000], constant: zeros))
    let other = test.graph.add(
      Value(name: "d", type: .float32, shape: [3000, 3000], constant: zeros))
    let y = test.node("y", .batchMatMul(BatchMatMul()), [square, other], [3000, 3000])
    #expect(try !test.after(ConstantFolding(), outputs: y).changed)
  }

  /// Of 100 users all but one are removed one after the other.
  @Test func usesOfAValueFollowItsUsers() throws {
    var test = TestGraph()
    let x = test.input("x", [2])
    let results = (0..<100).map { test.node("y\($0)", .mul(Mul()), [x, x], [2]) }
    test.graph.outputs = [results[60]]
    var graph = IndexedGraph(test.graph)
    #expect(graph.uses(of: x).count == 200)
    for index in 0..<100 where index != 60 {
      var edit = GraphEdit(of: graph)
      edit.remove(NodeID(index: index))
      graph.apply(edit)
    }
    let last = NodeID(index: 60)
    #expect(
      graph.uses(of: x)
        == [IndexedGraph.Use(node: last, operand: 0), IndexedGraph.Use(node: last, operand: 1)])
    #expect(graph.soleUser(of: x) == nil && !graph.hasSingleUse(x))
  }

  @Test func makesEqualConstantsOne() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2])
    let (a, b) = (test.constant([1, 2], [2]), test.constant([1, 2], [2]))
    let (c, d) = (test.constant([1, 3], [2]), test.constant([1, 2], [1, 2]))
    let y = test.node("y", .addN(AddN()), [x, a, b, c, d], [nil, 2])
    var graph = test.graph
    graph.outputs = [y]
    var indexed = IndexedGraph(graph)
    #expect(try ConstantDeduplication().run(on: &indexed))
    #expect(indexed.finished().nodes[0].inputs == [x, a, a, c, d])
    #expect(try !ConstantDeduplication().run(on: &indexed))
  }

  @Test func removesWhatNoOutputNeeds() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2])
    let y = test.node("y", .relu(Relu()), [x], [nil, 2])
    let dead = test.node("dead", .tanh(Tanh()), [y], [nil, 2])
    _ = test.node("deader", .tanh(Tanh()), [dead], [nil, 2])
    #expect(
      try test.afterTwice(DeadCodeRemoval(), outputs: y) == """
        y = RELU(x)
        return y
        """)
  }

  @Test func computesTheSameOnce() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2])
    let (a, b) = (
      test.node("a", .relu(Relu()), [x], [nil, 2]), test.node("b", .relu(Relu()), [x], [nil, 2])
    )
    let c = test.node("c", .leakyRelu(LeakyRelu(alpha: 0.1)), [a], [nil, 2])
    let d = test.node("d", .leakyRelu(LeakyRelu(alpha: 0.1)), [b], [nil, 2])
    let e = test.node("e", .leakyRelu(LeakyRelu(alpha: 0.2)), [b], [nil, 2])
    let y = test.node("y", .addN(AddN()), [c, d, e], [nil, 2])
    #expect(
      try test.afterTwice(CommonSubexpressionElimination(), outputs: y) == """
        a = RELU(x)
        c = LEAKY_RELU(a)
        e = LEAKY_RELU(a)
        y = ADD_N(c, c, e)
        return y
        """)
    let text = try test.after(CommonSubexpressionElimination(), outputs: y, d).text
    #expect(text.contains("d = LEAKY_RELU"))
  }

  @Test func mergesProductsAndSums() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2])
    let a = test.node("a", .mul(Mul()), [x, test.constant([2], [])], [nil, 2])
    let b = test.node("b", .mul(Mul()), [test.constant([3, 5], [2]), a], [nil, 2])
    let c = test.node("c", .add(Add()), [b, test.constant([1, 2], [2])], [nil, 2])
    let y = test.node("y", .add(Add()), [c, test.constant([3], [])], [nil, 2])
    #expect(
      try test.afterTwice(ArithmeticMerging(), outputs: y) == """
        b = MUL(x, [6.0, 10.0])
        y = ADD(b, [4.0, 5.0])
        return y
        """)
  }

  @Test func leavesMixedSharedAndActivatedArithmetic() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2])
    let a = test.node("a", .mul(Mul()), [x, test.constant([2], [])], [nil, 2])
    let y = test.node("y", .add(Add()), [a, test.constant([3], [])], [nil, 2])
    #expect(try !test.after(ArithmeticMerging(), outputs: y).changed)
    let z = test.node("z", .mul(Mul()), [a, test.constant([3], [])], [nil, 2])
    #expect(try !test.after(ArithmeticMerging(), outputs: z, a).changed)
    let relu = Operator.mul(try Mul(activation: FusedActivation(.relu)))
    let b = test.node("b", relu, [x, test.constant([2], [])], [nil, 2])
    let w = test.node("w", .mul(Mul()), [b, test.constant([3], [])], [nil, 2])
    #expect(try !test.after(ArithmeticMerging(), outputs: w).changed)
  }
}
