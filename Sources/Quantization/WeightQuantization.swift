// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// Ways to store weights in fewer bits while activations stay float.
package enum WeightStorage: Sendable {
  /// int8 weights, read as such by operators that quantize their activations while they run.
  case dynamicRange
  /// Half float constants, made float again when the model is loaded.
  case float16
}

/// A program with smaller weights.
///
/// Dynamic range: `y = conv(x, w)` with at least ``minimumElementCount`` float weights ⇒ the same
/// with int8 weights, per channel where the operator takes them so.
///
/// float16: `y = f(x, c)` ⇒ `y = f(x, DEQUANTIZE(c16))` for each float constant c.
package struct WeightQuantization: Sendable {
  /// Smaller constants stay as they are: they save little.
  package static let minimumElementCount = 1024

  package let storage: WeightStorage

  package init(_ storage: WeightStorage) {
    self.storage = storage
  }

  package func quantized(_ program: Program) -> Program {
    var result = program
    for index in result.graphs.indices {
      switch storage {
      case .dynamicRange: quantizeWeights(of: &result.graphs[index])
      case .float16: halveConstants(of: &result.graphs[index])
      }
    }
    return result
  }

  private func quantizeWeights(of graph: inout Graph) {
    for index in graph.nodes.indices {
      guard case .lite(let operation) = graph.nodes[index].operation,
        operation.operandRules.allowsDynamicRange
      else { continue }
      let rules = operation.operandRules
      for (position, input) in graph.nodes[index].inputs.enumerated() {
        guard let input, case .weights(let axis)? = rules.input(position)?.role,
          let weights = int8Weights(graph[input], axis: axis)
        else { continue }
        graph.nodes[index].inputs[position] = graph.add(weights)
      }
    }
  }

  private func int8Weights(_ value: Value, axis: Int?) -> Value? {
    guard value.type == .float32, let constant = value.constant, let shape = value.staticShape,
      shape.elementCount >= Self.minimumElementCount
    else { return nil }
    let magnitudes = ConstantQuantizer.magnitudes(of: constant.bytes, shape: shape, axis: axis)
    let scales = magnitudes.map { $0 > 0 ? $0 / 127 : 1 }
    return ConstantQuantizer.int8Weights(value, shape: shape, axis: axis, scales: scales)
  }

  private func halveConstants(of graph: inout Graph) {
    var halves: [ValueID: ValueID] = [:]
    var nodes: [Node] = []
    for var node in graph.nodes {
      for (position, input) in node.inputs.enumerated() {
        guard let input, graph[input].type == .float32, graph[input].constant != nil else {
          continue
        }
        if halves[input] == nil {
          let half = graph.add(ConstantQuantizer.float16(graph[input]))
          var float = graph[input]
          float.constant = nil
          float.name += "_dequantized"
          let result = graph.add(float)
          nodes.append(
            Node(
              name: float.name, operation: .lite(.dequantize(Dequantize())), inputs: [half],
              outputs: [result]))
          halves[input] = result
        }
        node.inputs[position] = halves[input]
      }
      nodes.append(node)
    }
    graph.nodes = nodes
  }
}
