// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators

/// Multiplies the weights and the bias of a layer by the constants per channel that follow.
///
/// Batch normalization is a product and a sum; the sum is then ``BiasFusion``'s.
///
/// ```
/// c = CONV_2D(x, w, b)
/// y = MUL(c, m)              ⇒    y = CONV_2D(x, w · m, b · m)
/// ```
///
/// Not where something else uses `c` or `w`, where the constant differs between positions, or where
/// `c` has an activation.
package struct BatchNormFolding: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let operation = graph.operation(id) else { return nil }
    let divides = operation.builtin == .div
    guard divides || operation.builtin == .mul else { return nil }
    guard let (layer, elements, constantIsLeft) = graph.layerAndConstant(of: node),
      !divides || !constantIsLeft, graph.hasSingleUse(layer.weights)
    else { return nil }
    let factors = divides ? elements.map { 1 / $0 } : elements
    guard factors.allSatisfy(\.isFinite) else { return nil }
    var edit = GraphEdit(of: graph)
    edit.modify(layer.weights) { layer.scale($0, by: factors) }
    edit.replace(
      layer, and: id, node, bias: zip(layer.biasElements(in: graph), factors).map { $0 * $1 },
      activation: operation.fusedActivation ?? .none)
    return edit
  }
}
