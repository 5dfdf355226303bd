// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Makes two products or two sums with float constants one.
///
/// ```
/// a = MUL(x, 2.0)
/// y = MUL(a, 3.0)            ⇒    y = MUL(x, 6.0)
/// ```
///
/// Not where something else uses `a`, where `a` has an activation, or where neither constant has
/// the shape that both together would have.
package struct ArithmeticMerging: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let outer = graph.constantArithmetic(id), graph.hasSingleUse(outer.variable),
      let producer = graph.producer(of: outer.variable),
      let inner = graph.constantArithmetic(producer), inner.isProduct == outer.isProduct,
      inner.operation.fusedActivation == FusedActivation.none,
      let merged = merged(inner, outer, graph),
      graph[inner.variable].shape == graph[outer.node.outputs[0]].shape
    else { return nil }
    var edit = GraphEdit(of: graph)
    let constant = edit.constant(
      merged.data, type: .float32, shape: merged.shape, name: graph[outer.constant].name)
    edit.remove(producer)
    edit.remove(id)
    edit.append(
      outer.operation, name: outer.node.name, inputs: [inner.variable, constant],
      outputs: outer.node.outputs)
    return edit
  }

  /// Both constants in one, where the smaller is a scalar or both have one shape.
  private func merged(
    _ inner: ConstantArithmetic, _ outer: ConstantArithmetic, _ graph: IndexedGraph
  ) -> (data: ConstantData, shape: [Int])? {
    let (first, second) = (graph[inner.constant], graph[outer.constant])
    guard let a = first.constant?.elements(as: Float.self), let firstShape = first.staticShape,
      let b = second.constant?.elements(as: Float.self), let secondShape = second.staticShape,
      a.count == 1 || b.count == 1 || firstShape == secondShape
    else { return nil }
    let isFirstLarger =
      a.count > b.count || a.count == b.count && firstShape.rank >= secondShape.rank
    let elements = (0..<max(a.count, b.count)).map { index in
      let (x, y) = (a[a.count == 1 ? 0 : index], b[b.count == 1 ? 0 : index])
      return inner.isProduct ? x * y : x + y
    }
    guard elements.allSatisfy(\.isFinite) else { return nil }
    return (ConstantData(elements), (isFirstLarger ? firstShape : secondShape).dimensions)
  }
}

/// A product or sum of a value and a float constant.
private struct ConstantArithmetic {
  let node: Node
  let operation: Operator
  let isProduct: Bool
  let variable: ValueID
  let constant: ValueID
}

extension IndexedGraph {
  fileprivate func constantArithmetic(_ id: NodeID) -> ConstantArithmetic? {
    guard let node = self[id], let operation = operation(id) else { return nil }
    let isProduct: Bool
    switch operation {
    case .add: isProduct = false
    case .mul: isProduct = true
    default: return nil
    }
    guard let left = node.inputs[0], let right = node.inputs[1], self[left].type == .float32,
      (self[left].constant == nil) != (self[right].constant == nil)
    else { return nil }
    let isLeft = self[left].constant != nil
    return ConstantArithmetic(
      node: node, operation: operation, isProduct: isProduct, variable: isLeft ? right : left,
      constant: isLeft ? left : right)
  }
}
