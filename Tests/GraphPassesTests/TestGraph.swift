// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OperatorConversion
import Operators
import TensorCore

@testable import GraphPasses

/// Builds small graphs and writes them down in a line for each node.
struct TestGraph {
  var graph = Graph(name: "test")

  mutating func input(
    _ name: String, _ shape: [Int?], type: ElementType = .float32
  ) -> ValueID {
    let value = graph.add(Value(name: name, type: type, shape: shape))
    graph.inputs.append(value)
    return value
  }

  mutating func constant(_ elements: [Float], _ shape: [Int]) -> ValueID {
    graph.add(
      Value(name: "c", type: .float32, shape: shape, constant: ConstantData(elements)))
  }

  mutating func constant(integers: [Int32], _ shape: [Int]? = nil) -> ValueID {
    graph.add(
      Value(
        name: "c", type: .int32, shape: shape ?? [integers.count],
        constant: ConstantData(integers)))
  }

  mutating func node(
    _ name: String, _ operation: Operator, _ inputs: [ValueID?], _ shape: [Int?],
    type: ElementType = .float32
  ) -> ValueID {
    graph.append(
      .lite(operation), name: name, inputs: inputs,
      results: [Value(name: name, type: type, shape: shape)])[0]
  }

  /// The graph after `pass`, with `outputs`, and whether the pass changed it.
  func after(_ pass: some GraphPass, outputs: ValueID...) throws -> (text: String, changed: Bool) {
    var graph = graph
    graph.outputs = outputs
    var indexed = IndexedGraph(graph)
    let changed = try pass.run(on: &indexed)
    return (indexed.finished().summary, changed)
  }

  /// The graph after `pass`, which must change nothing when it runs again.
  func afterTwice(_ pass: some GraphPass, outputs: ValueID...) throws -> String {
    var graph = graph
    graph.outputs = outputs
    var indexed = IndexedGraph(graph)
    _ = try pass.run(on: &indexed)
    let once = indexed.finished()
    var again = IndexedGraph(once)
    let changed = try pass.run(on: &again)
    return changed ? "changes when it runs again" : once.summary
  }
}

extension Graph {
  /// A line for each node, as in `y = CONV_2D(x, [1.0], _) SAME RELU`, and one for the outputs.
  var summary: String {
    let lines = nodes.map { node -> String in
      guard case .lite(let operation) = node.operation else { return "\(node.name): TensorFlow" }
      var words = [
        node.outputs.map { self[$0].name }.joined(separator: ", ") + " = \(operation.builtin.name)("
          + node.inputs.map(describe).joined(separator: ", ") + ")"
      ]
      if let window = SlidingWindow(operation) {
        words.append(window.padding == .same ? "SAME" : "VALID")
        if window.dilations != .one {
          words.append("dilation \(window.dilations.height) \(window.dilations.width)")
        }
      }
      if let activation = operation.fusedActivation, activation != .none {
        words.append("\(activation.function)")
      }
      return words.joined(separator: " ")
    }
    return (lines + ["return \(outputs.map(describe).joined(separator: ", "))"])
      .joined(separator: "\n")
  }

  private func describe(_ value: ValueID?) -> String {
    guard let value else { return "_" }
    guard let data = self[value].constant else { return self[value].name }
    switch self[value].type {
    case .float32: return "\(data.elements(as: Float.self))"
    case .int32: return "\(data.elements(as: Int32.self))"
    default: return "\(self[value].type.name) constant"
    }
  }
}

extension TestGraph {
  /// A 1 × 1 convolution of two channels to two, with an activation if wanted.
  mutating func convolution(
    _ name: String, of input: ValueID, weights: ValueID? = nil, bias: [Float]? = [10, 20],
    activation: ActivationFunctionType = .none
  ) throws -> ValueID {
    let weights = weights ?? constant([1, 2, 3, 4], [2, 1, 1, 2])
    let bias = bias.map { constant($0, [$0.count]) }
    let operation = Conv2D(padding: .valid, activation: try FusedActivation(activation))
    return node(name, .conv2D(operation), [input, weights, bias], graph[input].shape!)
  }
}
