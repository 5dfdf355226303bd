// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import OperatorConversion
import Operators
import TensorCore

extension LiteFileContents {
  /// The contents of a file for a program of lite operators.
  ///
  /// Each graph becomes a subgraph; its tensors are its inputs, then what the nodes use and give,
  /// in their order. Description and metadata of the source are kept.
  package init(_ program: Program) {
    self.init(description: program.description ?? "Converted by Linnet.", subgraphs: [])
    var layouts: [SubgraphLayout] = []
    for graph in program.graphs {
      var layout = SubgraphLayout(graph: graph, firstBuffer: buffers.count)
      subgraphs.append(layout.subgraph())
      buffers += layout.buffers
      layouts.append(layout)
    }
    signatures = program.signatures.map { signature in
      let layout = layouts[signature.graph]
      func named(_ argument: GraphIR.Signature.Argument) -> LiteModel.NamedTensor {
        LiteModel.NamedTensor(
          name: argument.name, tensor: layout.indices[argument.value.index]!)
      }
      return LiteModel.Signature(
        key: signature.key, subgraph: signature.graph, inputs: signature.inputs.map(named),
        outputs: signature.outputs.map(named))
    }
    for entry in program.metadata {
      metadata.append(LiteModel.Metadata(name: entry.name, buffer: buffers.count))
      buffers.append(ByteSource(entry.data.bytes, owner: ConstantKeeper(entry.data)))
    }
  }
}

/// Numbers a graph's values as the tensors of a subgraph.
private struct SubgraphLayout {
  let graph: Graph
  let firstBuffer: Int
  /// The constants, without buffer 0 of the file.
  private(set) var buffers: [ByteSource] = []
  /// Tensor indices by value.
  private(set) var indices: [Int?]
  private var tensors: [LiteModel.Tensor] = []
  private var names: Set<String> = []

  init(graph: Graph, firstBuffer: Int) {
    self.graph = graph
    self.firstBuffer = firstBuffer
    indices = Array(repeating: nil, count: graph.values.count)
  }

  mutating func subgraph() -> LiteFileContents.Subgraph {
    let inputs = graph.inputs.map { tensor(of: $0) }
    var operators: [LiteFileContents.Operator] = []
    for node in graph.nodes { operators.append(entry(for: node)) }
    let outputs = graph.outputs.map { tensor(of: $0) }
    return LiteFileContents.Subgraph(
      name: graph.name, tensors: tensors, inputs: inputs, outputs: outputs, operators: operators)
  }

  private mutating func entry(
    for node: Node
  ) -> LiteFileContents.Operator {
    let operation: Operators.Operator
    switch node.operation {
    case .lite(let lite): operation = lite
    case .tensorFlow(let name, let attributes):
      return LiteFileContents.Operator(
        code: .custom, customCode: name,
        inputs: node.inputs.map { $0.map { tensor(of: $0) } ?? -1 },
        outputs: node.outputs.map { tensor(of: $0) }, customOptions: customOptions(of: attributes))
    }
    let operands = WrittenOperands(
      inputs: node.inputs.map { $0.map { graph[$0] } }, outputs: node.outputs.map { graph[$0] })
    var entry = LiteFileContents.Operator(
      code: operation.builtin, version: operation.version(for: operands),
      inputs: node.inputs.map { $0.map { tensor(of: $0) } ?? -1 },
      outputs: node.outputs.map { tensor(of: $0) }, options: operation.options(for: operands))
    if case .custom(let custom) = operation {
      (entry.customCode, entry.customOptions) = (custom.name, custom.options)
    }
    return entry
  }

  /// The index of the tensor for a value, which is made where it first comes up.
  private mutating func tensor(of id: ValueID) -> Int {
    if let index = indices[id.index] { return index }
    let value = graph[id]
    var tensor = LiteModel.Tensor(
      name: uniqueName(value.name), type: value.type,
      shape: value.shape?.map { $0 ?? 1 } ?? [],
      quantization: value.quantization.map {
        LiteModel.Quantization(scales: $0.scales, zeroPoints: $0.zeroPoints, axis: $0.axis)
      })
    if let shape = value.shape, shape.contains(nil) {
      tensor.shapeSignature = shape.map { $0 ?? -1 }
    }
    tensor.hasRank = value.shape == []
    if let constant = value.constant, !constant.bytes.isEmpty {
      tensor.buffer = firstBuffer + buffers.count
      buffers.append(ByteSource(constant.bytes, owner: ConstantKeeper(constant)))
    }
    indices[id.index] = tensors.count
    tensors.append(tensor)
    return tensors.count - 1
  }

  private mutating func uniqueName(_ name: String) -> String {
    var candidate = name
    var number = 1
    while !names.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}

/// Keeps a constant's bytes alive while they are written.
private final class ConstantKeeper: Sendable {
  let constant: ConstantData

  init(_ constant: ConstantData) {
    self.constant = constant
  }
}
