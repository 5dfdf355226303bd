// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

/// A model in the form that runs: graphs that may call each other, and the signatures by which they
/// are called from outside. Model instances share it.
package final class ExecutableModel {
  package let signatures: [LiteModel.Signature]
  package let graphCount: Int
  /// Bytes of the file or program: what it may ask for is measured by it.
  package let byteCount: Int
  private let file: ModelFile?
  /// What keeps the constants of graphs alive that come from elsewhere.
  private let owner: AnyObject?
  private var graphs: [ExecutableGraph?]
  /// Copies of constants that were sparse, or not aligned to their elements, and what strings are.
  private var copies: [PreparedBuffer] = []

  /// The model of a verified file; its constants are read in place.
  package init(_ file: ModelFile) {
    self.file = file
    owner = nil
    signatures = file.model.signatures
    graphCount = file.model.subgraphs.count
    byteCount = file.bytes.count
    graphs = Array(repeating: nil, count: graphCount)
  }

  /// A model whose graphs are there already.
  ///
  /// - Parameter owner: what keeps the graphs' constants alive.
  package init(
    graphs: [ExecutableGraph], signatures: [LiteModel.Signature], byteCount: Int, owner: AnyObject
  ) {
    file = nil
    self.owner = owner
    self.signatures = signatures
    graphCount = graphs.count
    self.byteCount = byteCount
    self.graphs = graphs.map { Optional($0) }
  }

  /// A graph by its number, decoded when first asked for.
  package func graph(_ index: Int) throws(InterpreterError) -> ExecutableGraph {
    if let graph = graphs[index] { return graph }
    var unsupported = ""
    let graph = try decoded(index, unsupported: &unsupported)
    try refuse(unsupported)
    return graph!
  }

  /// Decodes a graph and all that it may call.
  ///
  /// - Throws: `InterpreterError` that names all operators that are not supported.
  func load(from root: Int) throws(InterpreterError) {
    var unsupported = ""
    var isReached = [Bool](repeating: false, count: graphCount)
    var pending = [root]
    while let index = pending.popLast() {
      guard index >= 0, index < graphCount else {
        throw InterpreterError("an operator calls subgraph \(index), there are \(graphCount)")
      }
      guard !isReached[index] else { continue }
      isReached[index] = true
      if graphs[index] == nil { _ = try decoded(index, unsupported: &unsupported) }
      for node in graphs[index]?.nodes ?? [] { pending += node.operation.action.callees }
    }
    try refuse(unsupported)
  }

  private func refuse(_ unsupported: String) throws(InterpreterError) {
    guard unsupported.isEmpty else {
      throw InterpreterError("has operators that are not supported: \(unsupported)")
    }
  }

  /// - Returns: nil if operators are not supported, whose names are added to `unsupported`.
  private func decoded(
    _ index: Int, unsupported: inout String
  ) throws(InterpreterError) -> ExecutableGraph? {
    guard let file else { return nil }
    let subgraph = file.model.subgraphs[index]
    var nodes: [ExecutableGraph.Node] = []
    for (position, entry) in subgraph.operators.enumerated() {
      let bytes = file.bytes
      do throws(FormatError) {
        if let operation = try Operator(
          entry, in: RawSpan(_unsafeBytes: bytes), subgraph: subgraph, of: file.model)
        {
          nodes.append(
            ExecutableGraph.Node(
              operation: operation, name: entry.name, inputs: entry.inputs,
              outputs: entry.outputs, intermediates: entry.intermediates))
        } else {
          unsupported +=
            (unsupported.isEmpty ? "" : ", ") + "\(entry.name) (operator \(position))"
        }
      } catch {
        let result = entry.outputs.first.map { " '\(subgraph.tensors[$0].name)'" } ?? ""
        throw InterpreterError("operator \(position) (\(entry.name)\(result)): \(error.message)")
      }
    }
    guard nodes.count == subgraph.operators.count else { return nil }
    let graph = try ExecutableGraph(
      name: subgraph.name, tensors: tensors(of: subgraph, in: file), nodes: nodes,
      inputs: subgraph.inputs, outputs: subgraph.outputs)
    graphs[index] = graph
    return graph
  }

  private func tensors(
    of subgraph: LiteModel.Subgraph, in file: ModelFile
  ) -> [ExecutableGraph.Tensor] {
    var isGiven = [Bool](repeating: false, count: subgraph.tensors.count)
    for input in subgraph.inputs { isGiven[input] = true }
    for entry in subgraph.operators { for output in entry.outputs { isGiven[output] = true } }
    var tensors: [ExecutableGraph.Tensor] = []
    for (index, tensor) in subgraph.tensors.enumerated() {
      let range = file.model.buffers[tensor.buffer]
      var constant: UnsafeRawBufferPointer?
      let isVariable = tensor.isVariable && range.isEmpty && !isGiven[index]
      if let sparsity = tensor.sparsity, !range.isEmpty {
        constant = spread(file.bytes(of: range), sparsity, of: tensor)
      } else if !range.isEmpty, tensor.type == .string {
        let strings = PreparedBuffer(
          stringsOf: file.bytes(of: range), count: Shape(tensor.shape).elementCount)
        constant = UnsafeRawBufferPointer(start: strings.base, count: strings.byteCount)
        copies.append(strings)
      } else if !range.isEmpty {
        constant = aligned(file.bytes(of: range), tensor.type)
      } else if isVariable {
        constant = nil
      } else if tensor.shape.contains(0), !isGiven[index] {
        // A constant without elements has no buffer.
        constant = UnsafeRawBufferPointer(
          start: UnsafeRawPointer(bitPattern: MemoryPlan.alignment), count: 0)
      }
      let isOpen = tensor.shapeSignature?.contains { $0 < 0 } ?? false
      tensors.append(
        ExecutableGraph.Tensor(
          name: tensor.name, type: tensor.type, shape: Shape(tensor.shape),
          openShape: isOpen ? tensor.shapeSignature : nil, hasRank: tensor.hasRank,
          quantization: tensor.quantization?.parameters, constant: constant,
          isVariable: isVariable))
    }
    return tensors
  }

  /// All elements of a sparse constant.
  private func spread(
    _ stored: UnsafeRawBufferPointer, _ sparsity: LiteModel.Sparsity, of tensor: LiteModel.Tensor
  ) -> UnsafeRawBufferPointer {
    let size = tensor.type.byteCount(of: 1)!
    let dense = PreparedBuffer(byteCount: Shape(tensor.shape).elementCount * size)
    sparsity.spread(
      stored, shape: tensor.shape, elementByteCount: size, into: dense.base)
    copies.append(dense)
    return UnsafeRawBufferPointer(start: dense.base, count: dense.byteCount)
  }

  /// The bytes where they are, or a copy where they are not aligned to the element.
  private func aligned(
    _ bytes: UnsafeRawBufferPointer, _ type: ElementType
  ) -> UnsafeRawBufferPointer {
    let alignment = max((type.bitCount ?? 8) / 8, 1)
    if Int(bitPattern: bytes.baseAddress) % min(alignment, 16) == 0 { return bytes }
    let copy = PreparedBuffer(byteCount: bytes.count)
    copy.base.copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
    copies.append(copy)
    return UnsafeRawBufferPointer(start: copy.base, count: bytes.count)
  }
}
