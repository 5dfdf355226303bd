// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Moves a RESHAPE between a layer and what could be one with it behind that.
///
/// ```
/// c = CONV_2D(x, w, b)                        c = CONV_2D(x, w, b)
/// r = RESHAPE(c, [-1, 16, 8])         ⇒       a = ADD(c, [8 constants])
/// y = ADD(r, [8 constants])                   y = RESHAPE(a, [-1, 16, 8])
/// ```
///
/// So the parts of one-dimensional convolutions, and of dense layers over several axes, come
/// together. It holds for sums, differences and products with a constant for each channel and for
/// activations. Not where the last axis changes, or something else uses `c` or `r`.
package struct ReshapeSinking: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let operation = graph.operation(id), node.outputs.count == 1,
      let position = variable(of: node, operation, in: graph), let input = node.inputs[position],
      let reshape = graph.soleUser(of: input) == id ? graph.producer(of: input) : nil,
      case .reshape? = graph.operation(reshape), let source = graph[reshape]!.inputs[0],
      graph.hasSingleUse(source), let producer = graph.producer(of: source),
      let layer = LinearLayer(at: producer, in: graph),
      graph[source].shape?.last == layer.channelCount,
      graph[input].shape?.last == layer.channelCount,
      graph[input].shape == graph[node.outputs[0]].shape
    else { return nil }
    var edit = GraphEdit(of: graph)
    var inputs = node.inputs
    if inputs.count == 2 {
      let constant = inputs[1 - position]!
      guard let elements = graph.perChannelElements(constant, channelCount: layer.channelCount)
      else { return nil }
      inputs[1 - position] = edit.constant(
        ConstantData(elements), type: .float32, shape: [elements.count],
        name: graph[constant].name)
    }
    inputs[position] = source
    var value = graph[source]
    value.name = node.name
    let moved = edit.add(value)
    edit.remove(id)
    edit.remove(reshape)
    edit.append(operation, name: node.name, inputs: inputs, outputs: [moved])
    edit.append(
      .reshape(Reshape()), name: graph[reshape]!.name,
      inputs: [moved] + graph[reshape]!.inputs.dropFirst(), outputs: node.outputs)
    return edit
  }

  /// Which operand is no constant, where the operator takes each channel for itself.
  private func variable(of node: Node, _ operation: Operator, in graph: IndexedGraph) -> Int? {
    switch operation {
    case .relu, .relu6, .reluN1To1: return 0
    case .add, .mul, .sub:
      guard node.inputs.count == 2, let left = node.inputs[0], let right = node.inputs[1],
        (graph[left].constant == nil) != (graph[right].constant == nil)
      else { return nil }
      return graph[left].constant == nil ? 0 : 1
    default: return nil
    }
  }
}
