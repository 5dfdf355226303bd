// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Computes nodes that have only constant inputs, with the interpreter's own operators.
///
/// A result may be no larger than the inputs together or ``smallByteCount``, so that files do not
/// grow, and all together may take no more operations than constants of the model's size are worth:
/// what is left is computed when the model runs. DEQUANTIZE stays: the small weights before it are what
/// was meant to be stored.
///
/// ```
/// v = ADD(variance, 0.001)
/// r = RSQRT(v)               ⇒    y = MUL(x, r)
/// y = MUL(x, r)
/// ```
package struct ConstantFolding: LocalRewrite {
  package static let establishes: Set<GraphProperty> = [.folded]

  /// Results up to this many bytes are always kept.
  package static let smallByteCount = 4 * SizeInference.elementLimit

  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let operation = graph.operation(id), operation.isFoldable,
      operation.builtin != .dequantize, let inputs = constants(of: node, in: graph),
      isSmallEnough(node, graph)
    else { return nil }
    let operationCount = operation.operationCount(
      inputs.enumerated().map { $0.element?.tensor.operand(slot: $0.offset, isConstant: true) },
      results: node.outputs.compactMap { graph[$0].staticShape })
    guard operationCount <= Self.operationLimit(of: graph) - graph.operationCount else {
      return nil
    }
    let results: [DirectTensor]
    do throws(OperatorError) {
      results = try operation.evaluated(
        on: inputs.map { $0?.tensor },
        results: node.outputs.map {
          ResultKind(graph[$0].type, quantization: graph[$0].quantization)
        })
    } catch {
      throw ConversionError(error.message, node: node.name, stage: Self.name)
    }
    var edit = GraphEdit(of: graph)
    edit.operationCount = operationCount
    edit.remove(id)
    for (output, result) in zip(node.outputs, results) {
      var value = graph[output]
      value.shape = result.shape.dimensions
      value.constant = ConstantData(result: result)
      edit.change(output, to: value)
    }
    return edit
  }

  /// Seconds for small models, in proportion to their constants for large ones.
  private static func operationLimit(of graph: IndexedGraph) -> Int {
    (1 << 32) + 64 * graph.constantByteCount
  }

  /// A constant operand, and what keeps its bytes alive.
  private struct Input {
    let tensor: DirectTensor
    let data: ConstantData
  }

  /// The inputs of a node if all are constants of known size.
  private func constants(of node: Node, in graph: IndexedGraph) -> [Input?]? {
    var inputs: [Input?] = []
    for id in node.inputs {
      guard let id else {
        inputs.append(nil)
        continue
      }
      let value = graph[id]
      guard let data = value.constant, let shape = value.staticShape,
        value.type.byteCount(of: shape.elementCount) == data.bytes.count
      else { return nil }
      let aligned = data.isAligned(for: value.type) ? data : data.aligned()
      let tensor = DirectTensor(
        type: value.type, shape: shape, quantization: value.quantization, bytes: aligned.bytes)
      inputs.append(Input(tensor: tensor, data: aligned))
    }
    return inputs.isEmpty ? nil : inputs
  }

  private func isSmallEnough(_ node: Node, _ graph: IndexedGraph) -> Bool {
    let given = node.inputs.reduce(0) { sum, id in
      sum + (id.flatMap { graph[$0].constant?.bytes.count } ?? 0)
    }
    return node.outputs.allSatisfy { id in
      guard let shape = graph[id].staticShape, let count = shape.checkedElementCount,
        let byteCount = graph[id].type.byteCount(of: count)
      else { return false }
      return byteCount <= max(given, Self.smallByteCount)
    }
  }
}
