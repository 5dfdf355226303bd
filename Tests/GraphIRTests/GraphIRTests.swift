// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore
import Testing

/// A graph of `y = Add(Relu(x), w)`, by whose parts tests go wrong in one way each.
private struct Sample {
  var graph = Graph(name: "main")
  let x: ValueID
  let weight: ValueID
  let relu: ValueID
  let sum: ValueID

  init() {
    x = graph.add(Value(name: "x", type: .float32, shape: [nil, 2]))
    graph.inputs = [x]
    weight = graph.add(
      Value(name: "w", type: .float32, shape: [2], constant: ConstantData([Float(1), 2])))
    let result = Value(name: "r", type: .float32, shape: [nil, 2])
    relu =
      graph.append(
        .tensorFlow("Relu", ["T": .type(.float32)]), name: "relu", inputs: [x], results: [result])[
        0]
    sum =
      graph.append(
        .tensorFlow("Add", [:]), name: "add", inputs: [relu, weight], results: [result])[0]
    graph.outputs = [sum]
  }

  var program: Program {
    let signature = Signature(
      key: "serve", graph: 0, inputs: [.init(name: "x", value: x)],
      outputs: [.init(name: "y", value: sum)])
    return Program(graphs: [graph], signatures: [signature])
  }
}

struct GraphEditTests {
  @Test func dumpIsReadable() {
    #expect(
      Sample().program.dump == """
        signature serve(x) -> (y) = graph main

        graph main(%0 "x": float32[?, 2]) {
          %1 = Relu(%0) {T = float32} : float32[?, 2]  // "relu"
          %2 "w" = constant float32[2] = [1.0, 2.0]
          %3 = Add(%1, %2) : float32[?, 2]  // "add"
          return %3
        }

        """)
  }

  @Test func usesAreReplaced() {
    var sample = Sample()
    sample.graph.replaceUses(of: sample.relu, with: sample.x)
    #expect(sample.graph.nodes[1].inputs == [sample.x, sample.weight])
    sample.graph.replaceUses(of: sample.sum, with: sample.relu)
    #expect(sample.graph.outputs == [sample.relu])
  }

  @Test func deadNodesAreRemoved() {
    var sample = Sample()
    sample.graph.replaceUses(of: sample.relu, with: sample.x)
    sample.graph.append(.tensorFlow("Print", [:]), name: "effect", inputs: [sample.x], results: [])
    #expect(sample.graph.removeDeadNodes() == 1)
    #expect(sample.graph.nodes.map(\.name) == ["add", "effect"])
    #expect(sample.graph.removeDeadNodes() == 0)
  }

  @Test func nodesAreInserted() throws {
    var sample = Sample()
    let result = sample.graph.add(Value(name: "n", type: .float32, shape: [nil, 2]))
    let node = Node(
      name: "neg", operation: .tensorFlow("Neg", [:]), inputs: [sample.relu], outputs: [result])
    sample.graph.insert([node], before: NodeID(index: 1))
    sample.graph.nodes[2].inputs[0] = result
    #expect(sample.graph.nodes.map(\.name) == ["relu", "neg", "add"])
    try sample.graph.verify(stage: "test")
    #expect(sample.graph.producers[result] == NodeID(index: 1))
    #expect(sample.graph.consumers[result] == [NodeID(index: 2)])
  }

  @Test func topologicalOrderIsRestored() throws {
    var sample = Sample()
    sample.graph.nodes.reverse()
    #expect(throws: ConversionError.self) { try sample.graph.verify(stage: "test") }
    try sample.graph.sortTopologically(stage: "test")
    #expect(sample.graph.nodes.map(\.name) == ["relu", "add"])
    sample.graph.nodes[0].inputs = [sample.sum]
    #expect(throws: ConversionError.self) { try sample.graph.sortTopologically(stage: "test") }
  }

  @Test func aRowOfEqualNodesKeepsItsOrder() throws {
    var graph = Graph(name: "row")
    let x = graph.add(Value(name: "x", type: .float32, shape: []))
    graph.inputs = [x]
    for index in 0..<20 {
      graph.append(
        .tensorFlow("Relu", [:]), name: "\(index)", inputs: [x],
        results: [Value(name: "r", type: .float32, shape: [])])
    }
    try graph.sortTopologically(stage: "test")
    #expect(graph.nodes.map(\.name) == (0..<20).map { "\($0)" })
  }

  @Test func equalityIgnoresNames() {
    var other = Sample()
    other.graph[other.weight].name = "v"
    other.graph.nodes[0].name = "another"
    #expect(Sample().graph.computesTheSame(as: other.graph))
    other.graph[other.weight].constant = ConstantData([Float(1), 3])
    #expect(!Sample().graph.computesTheSame(as: other.graph))
    var third = Sample()
    third.graph.nodes[1].operation = .tensorFlow("Sub", [:])
    #expect(!Sample().graph.computesTheSame(as: third.graph))
  }
}

/// One test for each rule of the verifier.
struct GraphVerificationTests {
  private func reason(_ edit: (inout Sample) -> Void) -> String {
    var sample = Sample()
    edit(&sample)
    do {
      try sample.program.verify(stage: "test")
      return "nothing"
    } catch {
      return "\(error)"
    }
  }

  private func reasonOfProgram(_ edit: (inout Program) -> Void) -> String {
    var program = Sample().program
    edit(&program)
    do {
      try program.verify(stage: "test")
      return "nothing"
    } catch {
      return "\(error)"
    }
  }

  @Test func aWholeProgram() {
    #expect(reason { _ in } == "nothing")
  }

  @Test func unknownValue() {
    var larger = Sample().graph
    let stranger = (0..<9).map { _ in larger.add(larger[larger.inputs[0]]) }[8]
    #expect(reason { $0.graph.nodes[1].inputs[0] = stranger }.contains("there is no value"))
  }

  @Test func valueGivenTwice() {
    #expect(reason { $0.graph.nodes[1].outputs = [$0.relu] }.contains("given twice"))
    #expect(reason { $0.graph.nodes[1].outputs = [$0.weight] }.contains("given twice"))
    #expect(reason { $0.graph.inputs = [$0.x, $0.x] }.contains("given twice"))
  }

  @Test func usedBeforeGiven() {
    #expect(reason { $0.graph.nodes.reverse() }.contains("used before it is given"))
    #expect(reason { $0.graph.nodes.removeLast() }.contains("used before it is given"))
  }

  @Test func negativeDimension() {
    #expect(reason { $0.graph[$0.relu].shape = [nil, -2] }.contains("dimension -2"))
  }

  @Test func constantOfAnotherSize() {
    #expect(reason { $0.graph[$0.weight].shape = [3] }.contains("has 8 bytes"))
    #expect(reason { $0.graph[$0.weight].shape = [nil] }.contains("no fully known shape"))
  }

  @Test func quantizationThatDoesNotFit() {
    func text(_ scales: [Float], _ zeroPoints: [Int], axis: Int = 0) -> String {
      reason {
        $0.graph[$0.weight].quantization = Quantization(
          scales: scales, zeroPoints: zeroPoints, axis: axis)
      }
    }
    #expect(text([1, 2], [0]) == "nothing")
    #expect(text([], [0]).contains("scale"))
    // A constant's channels may be dead.
    #expect(text([0, 2], [0]) == "nothing")
    #expect(text([-1], [0]).contains("positive"))
    #expect(text([.nan], [0]).contains("positive"))
    #expect(text([1, 2], [0, 0, 0]).contains("3 zero points"))
    #expect(text([1], [1 << 40]).contains("zero point"))
    #expect(text([1, 2, 3], [0]).contains("axis"))
    #expect(text([1, 2], [0], axis: 1).contains("axis"))
  }

  @Test func namelessNode() {
    #expect(reason { $0.graph.nodes[0].name = "" }.contains("without a name"))
    #expect(
      reason { $0.graph.nodes[0].operation = .tensorFlow("", [:]) }.contains("no operator"))
  }

  @Test func signatures() {
    #expect(reasonOfProgram({ $0.signatures[0].graph = 1 }).contains("does not exist"))
    #expect(reasonOfProgram({ $0.signatures[0].inputs = [] }).contains("its inputs"))
    #expect(
      reasonOfProgram({ $0.signatures[0].outputs[0].value = $0.graphs[0].inputs[0] })
        .contains("an output"))
    #expect(
      reasonOfProgram({ $0.signatures[0].outputs += $0.signatures[0].outputs })
        .contains("same name"))
    #expect(reasonOfProgram({ $0.signatures += $0.signatures }).contains("same key"))
    #expect(reasonOfProgram({ $0.graphs += $0.graphs }).contains("same name"))
  }

  @Test func missingFunction() {
    let loop = Operation.tensorFlow("While", ["body": .function("b")])
    #expect(
      reason { $0.graph.nodes[0].operation = loop }.contains("graph 'b', which does not exist"))
  }
}
