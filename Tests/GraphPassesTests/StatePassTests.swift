// SPDX-License-Identifier: Apache-2.0
import GraphIR
import GraphPasses
import LiteFormat
import Operators
import TensorCore
import Testing

/// Passes on graphs that keep state.
struct StatePassTests {
  /// `v = handle; assign(v, relu(x)); y = neg(x); unused = read(v)`.
  private func graph() -> Graph {
    var graph = Graph(name: "main")
    func append(_ operation: Operator, _ inputs: [ValueID], _ type: ElementType?) -> ValueID? {
      graph.append(
        .lite(operation), name: operation.builtin.name, inputs: inputs,
        results: type.map { [Value(name: "", type: $0, shape: [2])] } ?? []
      ).first
    }
    let x = graph.add(Value(name: "x", type: .float32, shape: [2]))
    graph.inputs = [x]
    let variable = append(.varHandle(VarHandle(sharedName: "v")), [], .resource)!
    let value = append(.relu(Relu()), [x], .float32)!
    _ = append(.assignVariable(AssignVariable()), [variable, value], nil)
    _ = append(.readVariable(ReadVariable()), [variable], .float32)
    graph.outputs = [append(.neg(Neg()), [x], .float32)!]
    return graph
  }

  @Test func whatStateNeedsIsNotDead() throws {
    var indexed = IndexedGraph(graph())
    #expect(try DeadCodeRemoval().run(on: &indexed))
    let names = indexed.finished().nodes.map(\.name)
    #expect(names == ["VAR_HANDLE", "RELU", "ASSIGN_VARIABLE", "NEG"])
    #expect(try !DeadCodeRemoval().run(on: &indexed))
  }
}
