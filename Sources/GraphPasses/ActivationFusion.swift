// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Makes RELU, RELU6 and RELU_N1_TO_1 the fused activation of the operator before.
///
/// ```
/// c = CONV_2D(x, w, b)
/// y = RELU6(c)               ⇒    y = CONV_2D(x, w, b) {activation: RELU6}
/// ```
///
/// Not where something else uses `c`, where `c` has an activation, or is not of floats.
package struct ActivationFusion: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let activation = graph.operation(id)?.activation,
      let input = node.inputs[0], graph.hasSingleUse(input), graph[input].type == .float32,
      let producer = graph.producer(of: input), let before = graph[producer],
      before.outputs.count == 1, let operation = graph.operation(producer),
      operation.fusedActivation == FusedActivation.none,
      let fused = operation.fusing(activation)
    else { return nil }
    var edit = GraphEdit(of: graph)
    edit.remove(producer)
    edit.remove(id)
    edit.append(fused, name: before.name, inputs: before.inputs, outputs: node.outputs)
    return edit
  }
}

extension Operator {
  /// The fused activation that does what this operator does.
  fileprivate var activation: FusedActivation? {
    let function: ActivationFunctionType
    switch self {
    case .relu: function = .relu
    case .relu6: function = .relu6
    case .reluN1To1: function = .reluN1To1
    default: return nil
    }
    return try? FusedActivation(function)
  }
}
