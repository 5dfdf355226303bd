// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Interpreter
import LiteFormat
import Operators
import TensorCore

extension Program {
  /// The program of a `.tflite` file; constants stay where they are in it.
  ///
  /// Without a signature, the first subgraph is called by the names of its tensors.
  /// - Throws: an error that lists the operators which are not supported.
  package init(_ file: ModelFile) throws(ConversionError) {
    let model = file.model
    try Self.requireSupport(of: model, in: file)
    var graphs: [Graph] = []
    for subgraph in model.subgraphs { graphs.append(try Graph(subgraph, of: file)) }
    var signatures = model.signatures.map { signature in
      Signature(
        key: signature.key, graph: signature.subgraph,
        inputs: signature.inputs.map { .init(name: $0.name, value: ValueID(index: $0.tensor)) },
        outputs: signature.outputs.map { .init(name: $0.name, value: ValueID(index: $0.tensor)) })
    }
    if signatures.isEmpty, let main = graphs.first {
      func named(_ value: ValueID) -> Signature.Argument {
        .init(name: main[value].name, value: value)
      }
      signatures.append(
        Signature(
          key: "serving_default", graph: 0, inputs: main.inputs.map(named),
          outputs: main.outputs.map(named)))
    }
    self.init(graphs: graphs, signatures: signatures)
    description = model.description.isEmpty ? nil : model.description
    metadata = model.metadata.map { entry in
      let bytes = file.bytes(of: model.buffers[entry.buffer])
      return Metadata(name: entry.name, data: ConstantData(owner: file, bytes: bytes))
    }
  }

  /// Checks that there is an implementation of every operator, and that none needs what graphs do
  /// not keep.
  private static func requireSupport(
    of model: LiteModel, in file: ModelFile
  ) throws(ConversionError) {
    var unsupported = Set<String>()
    for subgraph in model.subgraphs {
      for entry in subgraph.operators where try operation(of: entry, subgraph, in: file) == nil {
        unsupported.insert(entry.name)
      }
      for tensor in subgraph.tensors {
        if tensor.isVariable {
          throw ConversionError(
            "tensor '\(tensor.name)' keeps state between calls, which is not supported",
            stage: "import")
        }
      }
    }
    guard unsupported.isEmpty else {
      throw ConversionError(
        "operators not supported: \(unsupported.sorted().joined(separator: ", "))",
        stage: "import")
    }
  }

  fileprivate static func operation(
    of entry: LiteModel.OperatorEntry, _ subgraph: LiteModel.Subgraph, in file: ModelFile
  ) throws(ConversionError) -> Operator? {
    do throws(FormatError) {
      let bytes = file.bytes
      return try Operator(
        entry, in: RawSpan(_unsafeBytes: bytes), subgraph: subgraph, of: file.model)
    } catch {
      throw ConversionError("\(entry.name): \(error.message)", stage: "import")
    }
  }
}

extension Graph {
  /// The graph of a subgraph, in which values are numbered as tensors are.
  fileprivate init(
    _ subgraph: LiteModel.Subgraph, of file: ModelFile
  ) throws(ConversionError) {
    self.init(name: subgraph.name)
    let given = Set(subgraph.inputs + subgraph.operators.flatMap(\.outputs))
    let ofState = Set(
      subgraph.operators.filter { opensRank($0.code) }.flatMap(\.outputs))
    for (index, tensor) in subgraph.tensors.enumerated() {
      let range = file.model.buffers[tensor.buffer]
      var constant: ConstantData?
      if let sparsity = tensor.sparsity, !range.isEmpty {
        constant = ConstantData(spreading: file.bytes(of: range), sparsity, of: tensor)
      } else if !range.isEmpty {
        constant = ConstantData(owner: file, bytes: file.bytes(of: range))
      } else if tensor.shape.contains(0), !given.contains(index) {
        // A constant without elements has no buffer.
        constant = ConstantData([] as [UInt8])
      }
      var shape: [Int?]? = (tensor.shapeSignature ?? tensor.shape).map { $0 < 0 ? nil : $0 }
      // What state and other graphs give without a rank may have any shape, not that of a scalar.
      if shape == [], !tensor.hasRank, ofState.contains(index) { shape = nil }
      _ = add(
        Value(
          name: tensor.name, type: tensor.type, shape: shape,
          quantization: tensor.quantization?.parameters, constant: constant))
    }
    inputs = subgraph.inputs.map { ValueID(index: $0) }
    outputs = subgraph.outputs.map { ValueID(index: $0) }
    for entry in subgraph.operators {
      guard let operation = try Program.operation(of: entry, subgraph, in: file) else { continue }
      if case .densify = operation, takeDense(entry) { continue }
      nodes.append(
        Node(
          name: entry.outputs.first.map { subgraph.tensors[$0].name } ?? entry.name,
          operation: .lite(operation),
          inputs: entry.inputs.map { $0 < 0 ? nil : ValueID(index: $0) },
          outputs: entry.outputs.map { ValueID(index: $0) }))
    }
  }
}

/// Whether what an operator gives may have any rank where the file says none: state, and what other
/// graphs give.
private func opensRank(_ code: BuiltinOperator) -> Bool {
  switch code {
  case .readVariable, .if, .while, .call, .stablehloCase, .stablehloComposite: true
  default: false
  }
}

extension Graph {
  /// Makes the result of DENSIFY the constant that its operand is here already: a file may have it
  /// before sparse constants only, and none is written.
  ///
  /// - Returns: false where they are not alike.
  fileprivate mutating func takeDense(_ entry: LiteModel.OperatorEntry) -> Bool {
    guard entry.inputs.count == 1, entry.outputs.count == 1, entry.inputs[0] >= 0 else {
      return false
    }
    let (input, output) = (ValueID(index: entry.inputs[0]), ValueID(index: entry.outputs[0]))
    guard let constant = self[input].constant, self[input].type == self[output].type,
      self[input].shape == self[output].shape
    else { return false }
    self[output].constant = constant
    return true
  }
}

extension ConstantData {
  /// All elements of a sparse constant.
  fileprivate init(
    spreading stored: UnsafeRawBufferPointer, _ sparsity: LiteModel.Sparsity,
    of tensor: LiteModel.Tensor
  ) {
    let size = tensor.type.byteCount(of: 1)!
    self.init(byteCount: Shape(tensor.shape).elementCount * size) { dense in
      dense.initializeMemory(as: UInt8.self, repeating: 0)
      sparsity.spread(
        stored, shape: tensor.shape, elementByteCount: size, into: dense.baseAddress!)
    }
  }
}
