// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OperatorConversion
import Operators
import TensorCore

/// Finds the dilated convolution in its parts.
///
/// ```
/// s = SPACE_TO_BATCH_ND(x, [2, 2], pads)
/// c = CONV_2D(s, w, b) {VALID}
/// y = BATCH_TO_SPACE_ND(c, [2, 2], crops)   ⇒   y = CONV_2D(x, w, b) {VALID, dilation 2}
/// ```
///
/// SAME where pads less crops are what SAME pads; VALID where they are 0. Not where something else
/// uses `s` or `c`, or the convolution has strides or dilations of its own.
package struct DilationFusion: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let gather = graph.regrouping(id), gather.isToSpace,
      let middle = graph.solePart(gather.input), let convolution = graph[middle],
      let operation = graph.operation(middle), let window = SlidingWindow(operation),
      window.padding == .valid, window.strides == .one, window.dilations == .one,
      let spread = convolution.inputs[0], let first = graph.solePart(spread),
      let scatter = graph.regrouping(first), !scatter.isToSpace, scatter.block == gather.block,
      let padding = padding(scatter, gather, convolution, graph)
    else { return nil }
    let dilated = window.dilated(
      padding, Extent(height: gather.block[0], width: gather.block[1]))
    var edit = GraphEdit(of: graph)
    edit.remove(first)
    edit.remove(middle)
    edit.remove(id)
    edit.append(
      dilated, name: convolution.name, inputs: [scatter.input] + convolution.inputs.dropFirst(),
      outputs: graph[id]!.outputs)
    return edit
  }

  /// The padding that pads less crops stand for.
  private func padding(
    _ scatter: Regrouping, _ gather: Regrouping, _ convolution: Node, _ graph: IndexedGraph
  ) -> Padding? {
    let net = zip(scatter.amounts, gather.amounts).map { $0 - $1 }
    if net.allSatisfy({ $0 == 0 }) { return .valid }
    guard let weights = convolution.inputs[1], let filter = graph[weights].staticShape,
      filter.rank == 4
    else { return nil }
    var same: [Int] = []
    for axis in 0..<2 {
      let total = (filter[1 + axis] - 1) * scatter.block[axis]
      same += [total / 2, total - total / 2]
    }
    return net == same ? .same : nil
  }
}

/// A SPACE_TO_BATCH_ND or BATCH_TO_SPACE_ND over height and width.
private struct Regrouping {
  let isToSpace: Bool
  let input: ValueID
  let block: [Int]
  /// Pads or crops: top, bottom, left, right.
  let amounts: [Int]
}

extension IndexedGraph {
  fileprivate func solePart(_ value: ValueID) -> NodeID? {
    hasSingleUse(value) ? producer(of: value) : nil
  }

  fileprivate func regrouping(_ id: NodeID) -> Regrouping? {
    let isToSpace: Bool
    switch operation(id) {
    case .batchToSpaceND?: isToSpace = true
    case .spaceToBatchND?: isToSpace = false
    default: return nil
    }
    guard let node = self[id], let input = node.inputs[0],
      let block = integers(node.inputs[1]), block.count == 2, block.allSatisfy({ $0 > 0 }),
      let amounts = integers(node.inputs[2]), amounts.count == 4
    else { return nil }
    return Regrouping(isToSpace: isToSpace, input: input, block: block, amounts: amounts)
  }

  private func integers(_ value: ValueID?) -> [Int]? {
    value.flatMap { self[$0].constant?.integers(as: self[$0].type) }
  }
}
