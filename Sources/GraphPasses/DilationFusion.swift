// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
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
    guard let gather = graph.regrouping(id), gather.isToSpace else { return nil }
    if gather.block.count == 1 { return oneDimensionalEdit(at: id, gather, in: graph) }
    if gather.block.count == 3 { return volumeEdit(at: id, gather, in: graph) }
    guard gather.block.count == 2, let middle = graph.solePart(gather.input),
      let convolution = graph[middle],
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

  /// The same along one axis, where RESHAPE adds a height of 1 before the convolution and takes it
  /// away behind.
  private func oneDimensionalEdit(
    at id: NodeID, _ gather: Regrouping, in graph: IndexedGraph
  ) -> GraphEdit? {
    guard let squeeze = graph.solePart(gather.input), let flat = graph.reshaped(squeeze),
      let middle = graph.solePart(flat), let convolution = graph[middle],
      let operation = graph.operation(middle), let window = SlidingWindow(operation),
      window.padding == .valid, window.strides == .one, window.dilations == .one,
      let spread = convolution.inputs[0], let expand = graph.solePart(spread),
      let line = graph.reshaped(expand), let first = graph.solePart(line),
      let scatter = graph.regrouping(first), !scatter.isToSpace, scatter.block == gather.block,
      graph.isRow(spread, of: line), graph.isRow(flat, of: gather.input),
      let padding = padding(scatter.widened, gather.widened, convolution, graph),
      let before = graph[scatter.input].shape, let after = graph[graph[id]!.outputs[0]].shape,
      let width = before[1], let depth = before[2], let newWidth = after[1], let newDepth = after[2]
    else { return nil }
    var edit = GraphEdit(of: graph)
    for node in [first, expand, middle, squeeze, id] { edit.remove(node) }
    let name = convolution.name
    let row = edit.add(
      Value(name: "\(name)/row", type: .float32, shape: [before[0], 1, width, depth]))
    let result = edit.add(
      Value(name: name, type: .float32, shape: [after[0], 1, newWidth, newDepth]))
    let rowShape = edit.constant(
      integers: [before[0] ?? -1, 1, width, depth], name: "\(name)/row/shape")
    let lineShape = edit.constant(
      integers: [after[0] ?? -1, newWidth, newDepth], name: "\(name)/line/shape")
    edit.append(
      .reshape(Reshape()), name: "\(name)/row", inputs: [scatter.input, rowShape], outputs: [row])
    edit.append(
      window.dilated(padding, Extent(height: 1, width: gather.block[0])), name: name,
      inputs: [row] + convolution.inputs.dropFirst(), outputs: [result])
    edit.append(
      .reshape(Reshape()), name: "\(name)/line", inputs: [result, lineShape],
      outputs: graph[id]!.outputs)
    return edit
  }

  /// The same of a convolution over volumes.
  private func volumeEdit(
    at id: NodeID, _ gather: Regrouping, in graph: IndexedGraph
  ) -> GraphEdit? {
    guard let middle = graph.solePart(gather.input), let convolution = graph[middle],
      case .conv3D(let operation)? = graph.operation(middle),
      operation.window.padding == .valid, operation.window.strides == [1, 1, 1],
      operation.window.dilations == [1, 1, 1],
      let spread = convolution.inputs[0], let first = graph.solePart(spread),
      let scatter = graph.regrouping(first), !scatter.isToSpace, scatter.block == gather.block,
      let weights = convolution.inputs[1], let filter = graph[weights].staticShape,
      let padding = padding(scatter, gather, over: filter.dimensions.prefix(3))
    else { return nil }
    var dilated = operation
    dilated.window = VolumeWindow(
      padding: padding, strides: [1, 1, 1], dilations: gather.block)
    var edit = GraphEdit(of: graph)
    for node in [first, middle, id] { edit.remove(node) }
    edit.append(
      .conv3D(dilated), name: convolution.name,
      inputs: [scatter.input] + convolution.inputs.dropFirst(), outputs: graph[id]!.outputs)
    return edit
  }

  /// The padding that pads less crops stand for.
  private func padding(
    _ scatter: Regrouping, _ gather: Regrouping, _ convolution: Node, _ graph: IndexedGraph
  ) -> Padding? {
    guard let weights = convolution.inputs[1], let filter = graph[weights].staticShape,
      filter.rank == 4
    else { return nil }
    return padding(scatter, gather, over: filter.dimensions[1...2])
  }

  private func padding(
    _ scatter: Regrouping, _ gather: Regrouping, over window: ArraySlice<Int>
  ) -> Padding? {
    let net = zip(scatter.amounts, gather.amounts).map { $0 - $1 }
    if net.allSatisfy({ $0 == 0 }) { return .valid }
    var same: [Int] = []
    for (size, block) in zip(window, scatter.block) {
      let total = (size - 1) * block
      same += [total / 2, total - total / 2]
    }
    return net == same ? .same : nil
  }
}

/// A SPACE_TO_BATCH_ND or BATCH_TO_SPACE_ND over one to three axes.
private struct Regrouping {
  let isToSpace: Bool
  let input: ValueID
  let block: [Int]
  /// Pads or crops before and after, axis by axis.
  let amounts: [Int]

  /// The same over a height of 1, where it is over one axis.
  var widened: Regrouping {
    Regrouping(isToSpace: isToSpace, input: input, block: [1] + block, amounts: [0, 0] + amounts)
  }
}

extension IndexedGraph {
  /// What a RESHAPE takes.
  fileprivate func reshaped(_ id: NodeID) -> ValueID? {
    guard case .reshape? = operation(id) else { return nil }
    return self[id]?.inputs[0]
  }

  /// Whether a value has the shape of another with a height of 1 added.
  fileprivate func isRow(_ value: ValueID, of line: ValueID) -> Bool {
    guard let shape = self[value].shape, let lineShape = self[line].shape, shape.count == 4 else {
      return false
    }
    return shape[1] == 1 && [shape[0], shape[2], shape[3]] == lineShape
  }

  /// Whether there is a batch before the axes that are regrouped, and channels after them.
  private func isInRank(_ value: ValueID, _ block: [Int]) -> Bool {
    self[value].shape?.count == block.count + 2
  }

  fileprivate func regrouping(_ id: NodeID) -> Regrouping? {
    let isToSpace: Bool
    switch operation(id) {
    case .batchToSpaceND?: isToSpace = true
    case .spaceToBatchND?: isToSpace = false
    default: return nil
    }
    guard let node = self[id], let input = node.inputs[0],
      let block = integers(node.inputs[1]), (1...3).contains(block.count),
      block.allSatisfy({ $0 > 0 }), isInRank(input, block),
      let amounts = integers(node.inputs[2]), amounts.count == 2 * block.count
    else { return nil }
    return Regrouping(isToSpace: isToSpace, input: input, block: block, amounts: amounts)
  }
}
