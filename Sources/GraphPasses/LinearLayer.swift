// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// A convolution or dense layer with constant float weights and no activation yet:
/// `y[…, c] = Σ x · w[c] + bias[c]`.
struct LinearLayer {
  let id: NodeID
  let node: Node
  let operation: Operator
  let weights: ValueID
  /// Nil where the layer has none.
  let bias: ValueID?
  /// Which operand the bias is.
  private let biasPosition: Int
  let channelCount: Int
  /// Whether the channels are the weights' last axis, as in convolutions over volumes and depthwise ones; else
  /// the first.
  let isChannelLast: Bool
  let result: ValueID

  /// The layer at `id`, if it is one; other users of its result are the caller's concern.
  init?(at id: NodeID, in graph: IndexedGraph) {
    guard let node = graph[id], let operation = graph.operation(id), node.inputs.count >= 2,
      let weights = node.inputs[1], operation.fusedActivation == FusedActivation.none
    else { return nil }
    switch operation {
    case .conv2D, .fullyConnected, .transposeConv: isChannelLast = false
    case .depthwiseConv2D, .conv3D: isChannelLast = true
    default: return nil
    }
    let value = graph[weights]
    guard value.type == .float32, value.constant != nil, let shape = value.staticShape,
      shape.elementCount > 0,
      let count = isChannelLast ? shape.dimensions.last : shape.dimensions.first
    else { return nil }
    self.id = id
    self.node = node
    self.operation = operation
    self.weights = weights
    let position = operation.builtin == .transposeConv ? 3 : 2
    biasPosition = position
    bias = node.inputs.count > position ? node.inputs[position] : nil
    if let bias, graph[bias].constant == nil || graph[bias].type != .float32 { return nil }
    channelCount = count
    result = node.outputs[0]
  }

  /// The bias's elements, zeros if there is none.
  func biasElements(in graph: IndexedGraph) -> [Float] {
    bias.flatMap { graph[$0].constant?.elements(as: Float.self) }
      ?? Array(repeating: 0, count: channelCount)
  }

  /// The operands with another bias.
  func inputs(bias: ValueID) -> [ValueID?] {
    node.inputs[..<biasPosition] + [bias]
  }

  /// Multiplies the weights of each channel by a factor.
  func scale(_ weights: UnsafeMutableRawBufferPointer, by factors: [Float]) {
    let elements = weights.bindMemory(to: Float.self)
    let rowLength = isChannelLast ? channelCount : elements.count / channelCount
    guard rowLength > 0 else { return }
    for start in stride(from: 0, to: elements.count, by: rowLength) {
      let row = UnsafeMutableBufferPointer(rebasing: elements[start..<start + rowLength])
      if isChannelLast {
        for index in row.indices { row[index] *= factors[index] }
      } else {
        let factor = factors[start / rowLength]
        for index in row.indices { row[index] *= factor }
      }
    }
  }
}

extension IndexedGraph {
  /// The elements of a float constant that has one for all channels or one for each: its
  /// dimensions are 1 but for the last.
  func perChannelElements(_ value: ValueID, channelCount: Int) -> [Float]? {
    guard self[value].type == .float32, let data = self[value].constant,
      let shape = self[value].staticShape,
      shape.dimensions.dropLast().allSatisfy({ $0 == 1 })
    else { return nil }
    let elements = data.elements(as: Float.self)
    if elements.count == channelCount { return elements }
    return elements.count == 1 ? Array(repeating: elements[0], count: channelCount) : nil
  }

  /// The layer whose result is one operand of a node with two, while the other is a constant for
  /// each channel; nothing else may use the layer's result.
  func layerAndConstant(
    of node: Node
  ) -> (layer: LinearLayer, elements: [Float], constantIsLeft: Bool)? {
    guard node.inputs.count == 2, let left = node.inputs[0], let right = node.inputs[1] else {
      return nil
    }
    let constantIsLeft = self[left].constant != nil
    let (constant, data) = constantIsLeft ? (left, right) : (right, left)
    guard let producer = producer(of: data), hasSingleUse(data),
      let layer = LinearLayer(at: producer, in: self),
      let elements = perChannelElements(constant, channelCount: layer.channelCount),
      self[node.outputs[0]].shape == self[data].shape
    else { return nil }
    return (layer, elements, constantIsLeft)
  }
}

extension GraphEdit {
  /// Replaces a layer and the node after it by the layer with another bias.
  mutating func replace(
    _ layer: LinearLayer, and id: NodeID, _ node: Node, bias: [Float], activation: FusedActivation
  ) {
    let newBias = constant(
      ConstantData(bias), type: .float32, shape: [bias.count], name: "\(node.name)/bias")
    remove(layer.id)
    remove(id)
    append(
      layer.operation.fusing(activation)!, name: layer.node.name,
      inputs: layer.inputs(bias: newBias), outputs: node.outputs)
  }
}
