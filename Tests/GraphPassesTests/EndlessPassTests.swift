// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

/// Says that it has changed something whenever it runs.
private struct Restless: GraphPass {
  func run(on graph: inout IndexedGraph) throws(ConversionError) -> Bool { true }
}

/// Finds an edit at every node, each time anew.
private struct NeverDone: LocalRewrite {
  func edit(
    at node: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? { GraphEdit(of: graph) }
}

struct EndlessPassTests {
  private static func program() -> Program {
    var built = TestGraph()
    let x = built.input("x", [2])
    let y = built.node("y", .abs(Abs()), [x], [2])
    built.graph.outputs = [y]
    return Program(graphs: [built.graph], signatures: [])
  }

  @Test func passesWithoutRestAreNamed() throws {
    let pipeline = PassPipeline([.repeated([Restless()])], given: [.lite, .shapes])
    let error = #expect(throws: ConversionError.self) {
      var program = Self.program()
      try pipeline.apply(to: &program)
    }
    #expect(error?.stage == "Restless")
    #expect(error?.reason.contains("after 50 rounds") == true)
  }

  @Test func aRewriteWithoutEndIsNamed() throws {
    let pipeline = PassPipeline([.once(NeverDone())], given: [.lite, .shapes])
    let error = #expect(throws: ConversionError.self) {
      var program = Self.program()
      try pipeline.apply(to: &program)
    }
    #expect(error?.stage == "NeverDone")
    #expect(error?.reason == "the pass does not come to an end")
  }
}
