// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Makes zeros around a picture the SAME padding of the convolution that reads it, where both
/// agree.
///
/// ```
/// p = PAD(x, [[0, 0], [0, 1], [0, 1], [0, 0]])
/// y = CONV_2D(p, w, b) {VALID, stride 2}      ⇒    y = CONV_2D(x, w, b) {SAME, stride 2}
/// ```
///
/// Not where height or width are unknown, or SAME would pad otherwise.
package struct PaddingFusion: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let operation = graph.operation(id),
      let window = SlidingWindow(operation), window.padding == .valid, let input = node.inputs[0],
      let producer = graph.producer(of: input), case .pad? = graph.operation(producer),
      let pad = graph[producer], let source = pad.inputs[0], let amounts = pad.inputs[1],
      let data = graph[amounts].constant,
      let paddings = data.integers(as: graph[amounts].type), paddings.count == 8,
      paddings[0...1].allSatisfy({ $0 == 0 }), paddings[6...7].allSatisfy({ $0 == 0 }),
      let shape = graph[source].shape, shape.count == 4, let height = shape[1],
      let width = shape[2], let weights = node.inputs[1],
      let filter = graph[weights].staticShape, filter.rank == 4
    else { return nil }
    let vertical = samePadding(
      input: height, window: filter[1], stride: window.strides.height,
      dilation: window.dilations.height)
    let horizontal = samePadding(
      input: width, window: filter[2], stride: window.strides.width,
      dilation: window.dilations.width)
    guard Array(paddings[2...5]) == vertical + horizontal else { return nil }
    var edit = GraphEdit(of: graph)
    edit.remove(id)
    edit.append(
      window.padded(.same), name: node.name, inputs: [source] + node.inputs.dropFirst(),
      outputs: node.outputs)
    return edit
  }

  /// Zeros before and after that SAME stands for; empty where the window does not fit.
  private func samePadding(input: Int, window: Int, stride: Int, dilation: Int) -> [Int] {
    guard
      let axis = try? WindowAxis(
        input: input, window: window, stride: stride, dilation: dilation, padding: .same)
    else { return [] }
    let total = max(axis.span - input, 0)
    return [axis.padBefore, total - axis.padBefore]
  }
}
