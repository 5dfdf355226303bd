// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators

/// Adds constants per channel to the bias of the layer before.
///
/// ```
/// c = CONV_2D(x, w, b)
/// y = ADD(c, [1.0, 2.0])     ⇒    y = CONV_2D(x, w, b + [1.0, 2.0])
/// ```
///
/// Not where something else uses `c`, where the constant differs between positions, or where `c`
/// has an activation.
package struct BiasFusion: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let operation = graph.operation(id) else { return nil }
    let sign: Float
    switch operation {
    case .add: sign = 1
    case .sub: sign = -1
    default: return nil
    }
    guard let (layer, elements, constantIsLeft) = graph.layerAndConstant(of: node),
      sign > 0 || !constantIsLeft
    else { return nil }
    let bias = zip(layer.biasElements(in: graph), elements).map { $0 + sign * $1 }
    var edit = GraphEdit(of: graph)
    edit.replace(layer, and: id, node, bias: bias, activation: operation.fusedActivation ?? .none)
    return edit
  }
}
