// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore

extension ModelInspection {
  /// Looks at a model that was opened, and so verified, from `path`.
  package init(of file: ModelFile, path: String) {
    let model = file.model
    self.file = path
    fileBytes = file.bytes.count
    formatVersion = model.version
    description = model.description
    metadata = model.metadata.map {
      Metadata(name: $0.name, bytes: model.buffers[$0.buffer].count)
    }
    warnings = model.staleSignatures.map {
      "signature '\($0.key)' does not count: \($0.reason)"
    }
    subgraphs = []
    signatures = []
    for index in model.subgraphs.indices {
      var reader = SubgraphReader(file: file, subgraph: model.subgraphs[index])
      let keys = model.signatures.filter { $0.subgraph == index }.map { Optional($0.key) }
      for key in keys.isEmpty && index == 0 && model.signatures.isEmpty ? [nil] : keys {
        signatures.append(reader.signature(key, subgraphIndex: index))
      }
      subgraphs.append(reader.summary)
    }
    let operators = subgraphs.flatMap(\.operators)
    operatorCounts = Self.counts(of: operators)
    arithmetic = operators.reduce(into: [:]) { $0[$1.arithmetic, default: 0] += 1 }
    constants = Self.constants(in: model, subgraphs)
    multiplyAccumulates = operators.reduce(0) { $0 &+ ($1.multiplyAccumulates ?? 0) }
    unsupported = Self.unsupported(in: file)
  }

  /// The most frequent first.
  private static func counts(of operators: [Operator]) -> [OperatorCount] {
    Dictionary(grouping: operators, by: \.name).map { name, uses in
      OperatorCount(
        name: name, count: uses.count,
        multiplyAccumulates: uses.reduce(0) { $0 &+ ($1.multiplyAccumulates ?? 0) },
        arithmetic: uses.reduce(into: [:]) { $0[$1.arithmetic, default: 0] += 1 })
    }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }

  /// A buffer that several tensors share counts once.
  private static func constants(in model: LiteModel, _ subgraphs: [Subgraph]) -> Constants {
    var counted: Set<Int> = []
    var sizes: [String: TypeSize] = [:]
    var tensors: [Tensor] = []
    for (subgraph, summary) in zip(model.subgraphs, subgraphs) {
      for (tensor, described) in zip(subgraph.tensors, summary.tensors) {
        guard let bytes = described.constantBytes, counted.insert(tensor.buffer).inserted else {
          continue
        }
        var size = sizes[described.type] ?? TypeSize(type: described.type, tensors: 0, bytes: 0)
        size.tensors += 1
        size.bytes += bytes
        sizes[described.type] = size
        tensors.append(described)
      }
    }
    tensors.sort { ($1.constantBytes!, $0.index) < ($0.constantBytes!, $1.index) }
    let byType = sizes.values.sorted { ($1.bytes, $0.type) < ($0.bytes, $1.type) }
    return Constants(
      bytes: byType.reduce(0) { $0 + $1.bytes }, byType: byType, largest: Array(tensors.prefix(10)))
  }

  private static func unsupported(in file: ModelFile) -> [Unsupported] {
    var counts: [String: Int] = [:]
    for entry in file.model.subgraphs.flatMap(\.operators) {
      let bytes = file.bytes
      do {
        if try Operators.Operator(entry, in: RawSpan(_unsafeBytes: bytes)) == nil {
          counts[entry.name, default: 0] += 1
        }
      } catch {
        continue  // Damaged options: preparing the signature says so.
      }
    }
    return counts.map(Unsupported.init).sorted { $0.name < $1.name }
  }
}

/// Describes one subgraph, and the signatures that enter it.
private struct SubgraphReader {
  let file: ModelFile
  let subgraph: LiteModel.Subgraph
  private(set) var summary: ModelInspection.Subgraph

  init(file: ModelFile, subgraph: LiteModel.Subgraph) {
    self.file = file
    self.subgraph = subgraph
    summary = ModelInspection.Subgraph(name: subgraph.name, tensors: [], operators: [])
    for (index, tensor) in subgraph.tensors.enumerated() {
      summary.tensors.append(describe(tensor, index: index))
    }
    summary.operators = operators { Shape(subgraph.tensors[$0].shape) }
  }

  private func describe(_ tensor: LiteModel.Tensor, index: Int) -> ModelInspection.Tensor {
    let buffer = file.model.buffers[tensor.buffer]
    let quantization = tensor.quantization?.parameters.map {
      ModelInspection.Quantization(
        scales: $0.scales, zeroPoints: $0.zeroPoints, axis: $0.isPerChannel ? $0.axis : nil)
    }
    return ModelInspection.Tensor(
      index: index, name: tensor.name, type: tensor.type.name,
      shape: tensor.shapeSignature ?? tensor.shape, quantization: quantization,
      constantBytes: buffer.isEmpty ? nil : buffer.count, isVariable: tensor.isVariable)
  }

  private func operators(shape: (Int) -> Shape) -> [ModelInspection.Operator] {
    subgraph.operators.enumerated().map { index, entry in
      ModelInspection.Operator(
        index: index, name: entry.name, version: entry.version, inputs: entry.inputs,
        outputs: entry.outputs, options: entry.optionTexts(in: file.bytes),
        arithmetic: arithmetic(of: entry),
        multiplyAccumulates: Measure.multiplyAccumulates(of: entry) { $0 < 0 ? nil : shape($0) })
    }
  }

  /// See ``ModelInspection``.
  private func arithmetic(of entry: LiteModel.OperatorEntry) -> String {
    switch entry.code {
    case .quantize, .dequantize, .cast: return "conversion"
    default: break
    }
    let inputs = entry.inputs.filter { $0 >= 0 }.map { summary.tensors[$0] }
    let activation = inputs.first { $0.constantBytes == nil } ?? inputs.first
    let type = activation?.type ?? entry.outputs.first.map { summary.tensors[$0].type } ?? "none"
    let hasSmallWeights = inputs.contains {
      $0.constantBytes != nil && $0.quantization != nil
        && ["int8", "uint8", "int4"].contains($0.type)
    }
    switch (type, hasSmallWeights) {
    case ("float32", true): return "dynamic range"
    case ("int16", true): return "int16x8"
    default: return type
    }
  }

  /// Prepares the signature: tells the memory, or why it cannot run, and the shapes of all tensors.
  mutating func signature(_ key: String?, subgraphIndex: Int) -> ModelInspection.Signature {
    let entry = file.model.signatures.first { $0.key == key }
    var signature = ModelInspection.Signature(
      key: key, subgraph: subgraphIndex,
      inputs: arguments(entry?.inputs, subgraph.inputs),
      outputs: arguments(entry?.outputs, subgraph.outputs))
    do {
      let interpreter = try Interpreter(file, signature: key)
      try interpreter.prepare()
      signature.arenaBytes = interpreter.arenaByteCount
      signature.arenaLowerBound = interpreter.arenaLowerBound
      signature.arenaShapes = interpreter.inputs.map {
        interpreter.tensor($0.tensor).shape.dimensions
      }
      summary.operators = operators { interpreter.tensor($0).shape }
    } catch {
      signature.error = error.message
    }
    return signature
  }

  private func arguments(
    _ names: [LiteModel.NamedTensor]?, _ tensors: [Int]
  ) -> [ModelInspection.Argument] {
    let pairs =
      names?.map { ($0.name, $0.tensor) } ?? tensors.map { (summary.tensors[$0].name, $0) }
    return pairs.map { ModelInspection.Argument(name: $0, tensor: summary.tensors[$1]) }
  }
}
