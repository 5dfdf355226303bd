// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import Quantization
import TensorCore

/// `y = softmax(x · wᵀ + b)`; values are x, w, b, dense, softmax in this order.
func denseGraph() -> Graph {
  var graph = Graph(name: "main")
  let x = graph.add(Value(name: "x", type: .float32, shape: [1, 2]))
  let w = graph.add(
    Value(
      name: "w", type: .float32, shape: [2, 2],
      constant: ConstantData([1.27, -0.5, 0, 0] as [Float])))
  let b = graph.add(
    Value(name: "b", type: .float32, shape: [2], constant: ConstantData([0.25, 0.5] as [Float])))
  let dense = graph.append(
    .lite(.fullyConnected(FullyConnected())), name: "dense", inputs: [x, w, b],
    results: [Value(name: "dense", type: .float32, shape: [1, 2])])[0]
  let softmax = graph.append(
    .lite(.softmax(Softmax(beta: 1))), name: "softmax", inputs: [dense],
    results: [Value(name: "softmax", type: .float32, shape: [1, 2])])[0]
  graph.inputs = [x]
  graph.outputs = [softmax]
  return graph
}

/// Ranges of ``denseGraph()``: x in −1 … 1.55 and dense in 0 … 2.55 have steps of 0.01.
let denseRanges: [ValueRange] = [
  ValueRange(minimum: -1, maximum: 1.55), .empty, .empty,
  ValueRange(minimum: 0, maximum: 2.55), ValueRange(minimum: 0, maximum: 1),
]

/// `operations` one after the other on x of one element, each with a constant if one is given.
func chain(_ operations: [(operation: Operator, constant: Float?)]) -> Graph {
  var graph = Graph(name: "main")
  var value = graph.add(Value(name: "x", type: .float32, shape: [1]))
  graph.inputs = [value]
  for (operation, constant) in operations {
    var inputs = [value]
    if let constant {
      inputs.append(
        graph.add(
          Value(name: "c", type: .float32, shape: [], constant: ConstantData([constant]))))
    }
    let isComparison = operation.builtin == .greater
    value =
      graph.append(
        .lite(operation), name: operation.builtin.name, inputs: inputs,
        results: [Value(name: "y", type: isComparison ? .bool : .float32, shape: [1])])[0]
  }
  graph.outputs = [value]
  return graph
}

/// A program of one graph with the signature `serving_default` from x to y.
func program(_ graph: Graph) -> Program {
  Program(
    graphs: [graph],
    signatures: [
      Signature(
        key: "serving_default", graph: 0, inputs: [.init(name: "x", value: graph.inputs[0])],
        outputs: [.init(name: "y", value: graph.outputs[0])])
    ])
}

/// The range −1 … 1.55 for every value of a graph that is no constant.
func sameRanges(_ graph: Graph) -> [[ValueRange]] {
  [
    graph.values.map {
      $0.constant == nil ? ValueRange(minimum: -1, maximum: 1.55) : .empty
    }
  ]
}

/// The operators of a graph in their order.
func names(_ graph: Graph) -> [String] {
  graph.nodes.map {
    if case .lite(let operation) = $0.operation { operation.builtin.name } else { "" }
  }
}

/// Why each layer of a plan's first graph stays float; nil for the others.
func reasons(_ plan: QuantizationPlan) -> [String?] {
  plan.graphs[0].layers.map {
    if case .float(let reason) = $0.form { reason } else { nil }
  }
}
