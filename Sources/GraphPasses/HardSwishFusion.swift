// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Finds the hard swish in its parts.
///
/// ```
/// a = ADD(x, 3.0)
/// r = RELU6(a)               ⇒    y = HARD_SWISH(x)
/// s = MUL(r, 0.16666667)
/// y = MUL(x, s)
/// ```
///
/// The factor may also follow the product, and be a division by 6. Not where something else uses
/// one of the parts, or for other constants.
package struct HardSwishFusion: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let match = scaledGate(id, graph) ?? scaledProduct(id, graph),
      graph[match.x].shape == graph[node.outputs[0]].shape
    else { return nil }
    var edit = GraphEdit(of: graph)
    edit.remove(id)
    for part in match.parts { edit.remove(part) }
    edit.append(
      .hardSwish(HardSwish()), name: node.name, inputs: [match.x], outputs: node.outputs)
    return edit
  }

  private struct Match {
    var x: ValueID
    /// The nodes before the last that only serve it.
    var parts: [NodeID]
  }

  /// `x · (relu6(x + 3) / 6)`.
  private func scaledGate(_ id: NodeID, _ graph: IndexedGraph) -> Match? {
    guard let (left, right) = graph.factors(of: id) else { return nil }
    for (x, gate) in [(left, right), (right, left)] {
      guard let (scaling, inner) = graph.sixth(gate), let parts = graph.clampedSum(inner, x) else {
        continue
      }
      return Match(x: x, parts: [scaling] + parts)
    }
    return nil
  }

  /// `(x · relu6(x + 3)) / 6`.
  private func scaledProduct(_ id: NodeID, _ graph: IndexedGraph) -> Match? {
    guard let product = graph.scaledBySixth(id), let producer = graph.solePart(product),
      let (left, right) = graph.factors(of: producer)
    else { return nil }
    for (x, gate) in [(left, right), (right, left)] {
      guard let parts = graph.clampedSum(gate, x) else { continue }
      return Match(x: x, parts: [producer] + parts)
    }
    return nil
  }
}

extension IndexedGraph {
  /// The operands of a product without activation.
  fileprivate func factors(of id: NodeID) -> (ValueID, ValueID)? {
    guard case .mul(let mul)? = operation(id), mul.activation == .none, let node = self[id],
      let left = node.inputs[0], let right = node.inputs[1]
    else { return nil }
    return (left, right)
  }

  /// What a node multiplies by a sixth.
  fileprivate func scaledBySixth(_ id: NodeID) -> ValueID? {
    if let (left, right) = factors(of: id) {
      let tolerance: Float = 1e-6
      if let factor = scalar(right), abs(factor - 1 / 6) < tolerance { return left }
      if let factor = scalar(left), abs(factor - 1 / 6) < tolerance { return right }
      return nil
    }
    guard case .div(let div)? = operation(id), div.activation == .none, let node = self[id],
      let left = node.inputs[0], let right = node.inputs[1], scalar(right) == 6
    else { return nil }
    return left
  }

  /// The node that gives a value of one use by scaling another by a sixth, and that other.
  fileprivate func sixth(_ value: ValueID) -> (NodeID, ValueID)? {
    guard let id = solePart(value), let inner = scaledBySixth(id) else { return nil }
    return (id, inner)
  }

  /// The nodes that compute `relu6(x + 3)` for one use.
  fileprivate func clampedSum(_ value: ValueID, _ x: ValueID) -> [NodeID]? {
    guard let clamp = solePart(value), let node = self[clamp] else { return nil }
    switch operation(clamp) {
    case .relu6?:
      guard let sum = node.inputs[0], let add = solePart(sum), isThreeMore(add, x, .none) else {
        return nil
      }
      return [clamp, add]
    case .add?: return isThreeMore(clamp, x, .relu6) ? [clamp] : nil
    default: return nil
    }
  }

  /// Whether a node adds 3 to `x`, with the activation given.
  private func isThreeMore(
    _ id: NodeID, _ x: ValueID, _ activation: ActivationFunctionType
  ) -> Bool {
    guard case .add(let add)? = operation(id), add.activation.function == activation,
      let node = self[id],
      let left = node.inputs[0], let right = node.inputs[1]
    else { return false }
    return left == x && scalar(right) == 3 || right == x && scalar(left) == 3
  }
}
