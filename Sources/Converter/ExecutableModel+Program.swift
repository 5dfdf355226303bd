// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Interpreter
import LiteFormat
import OpenSizes
import OperatorConversion
import Operators
import TensorCore

extension ExecutableModel {
  /// A program of lite operators in the form that runs; tensors are numbered as its values are.
  ///
  /// - Throws: where a node is no lite operator.
  package convenience init(_ program: Program) throws {
    let owner = ConstantOwner()
    var graphs: [ExecutableGraph] = []
    for graph in program.graphs { graphs.append(try ExecutableGraph(graph, owner)) }
    let signatures = program.signatures.map { signature in
      LiteModel.Signature(
        key: signature.key, subgraph: signature.graph,
        inputs: signature.inputs.map { .init(name: $0.name, tensor: $0.value.index) },
        outputs: signature.outputs.map { .init(name: $0.name, tensor: $0.value.index) })
    }
    self.init(
      graphs: graphs, signatures: signatures, byteCount: owner.byteCount, owner: owner)
  }
}

/// Keeps the constants of an executable model alive.
private final class ConstantOwner {
  private var constants: [ConstantData] = []
  /// What constants of strings are when they run.
  private var strings: [PreparedBuffer] = []
  private(set) var byteCount = 0

  func keep(
    _ data: ConstantData, of type: ElementType, _ shape: Shape
  ) -> UnsafeRawBufferPointer {
    let aligned = data.isAligned(for: type) ? data : data.aligned()
    constants.append(aligned)
    byteCount += aligned.bytes.count
    guard type == .string else { return aligned.bytes }
    let views = PreparedBuffer(stringsOf: aligned.bytes, count: shape.elementCount)
    strings.append(views)
    return UnsafeRawBufferPointer(start: views.base, count: views.byteCount)
  }
}

extension ExecutableGraph {
  fileprivate convenience init(_ graph: Graph, _ owner: ConstantOwner) throws {
    var nodes: [Node] = []
    for node in graph.nodes {
      guard case .lite(let operation) = node.operation else {
        var name: String?
        if case .tensorFlow(let operation, _) = node.operation { name = operation }
        throw ConversionError(
          "is a custom operator, which Linnet cannot run", node: node.name, stage: "run",
          operator: name,
          remedy: "what needs no ranges of activations does without: "
            + "--optimize-for-size, --quantize float16 or weights")
      }
      nodes.append(
        Node(
          operation: operation, name: operation.name,
          inputs: node.inputs.map { $0?.index ?? -1 }, outputs: node.outputs.map(\.index)))
    }
    do throws(InterpreterError) {
      try self.init(
        name: graph.name, tensors: graph.values.map { Tensor($0, owner) }, nodes: nodes,
        inputs: graph.inputs.map(\.index), outputs: graph.outputs.map(\.index))
    } catch {
      throw ConversionError(error.message, stage: "calibrate")
    }
  }
}

extension ExecutableGraph.Tensor {
  fileprivate init(_ value: Value, _ owner: ConstantOwner) {
    let isOpen = value.shape?.contains(nil) ?? false
    let shape = Shape(value.shape?.map { $0 ?? 1 } ?? [])
    self.init(
      name: value.name, type: value.type, shape: shape,
      openShape: isOpen ? value.shape!.map { $0 ?? -1 } : nil, hasRank: value.shape != nil,
      quantization: value.quantization,
      constant: value.constant.map { owner.keep($0, of: value.type, shape) })
  }
}
