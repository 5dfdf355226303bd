// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

extension Program {
  /// Checks every graph, and that signatures and functions refer to what is there.
  ///
  /// Beyond ``Graph/verify(stage:)``:
  /// - C8: a signature names a graph, each of whose inputs it names once, and its outputs.
  /// - C9: names of graphs, keys of signatures, and names among a signature's inputs and among its
  ///   outputs differ.
  /// - C10: every function that a node of a loop or a branch names is a graph of the program.
  ///
  /// - Throws: ``ConversionError`` for the first rule that is broken.
  package func verify(stage: String) throws {
    for graph in graphs { try graph.verify(stage: stage) }
    let names = Set(graphs.map(\.name))
    guard names.count == graphs.count else {
      throw ConversionError("two graphs have the same name", stage: stage)  // C9
    }
    guard Set(signatures.map(\.key)).count == signatures.count else {
      throw ConversionError("two signatures have the same key", stage: stage)  // C9
    }
    for signature in signatures { try verify(signature, stage: stage) }
    for node in graphs.flatMap(\.nodes) {
      for function in node.operation.calledFunctions where !names.contains(function) {
        throw ConversionError(  // C10
          "it names graph '\(function)', which does not exist", node: node.name, stage: stage)
      }
    }
  }

  private func verify(_ signature: Signature, stage: String) throws {
    func fail(_ reason: String) -> ConversionError {
      ConversionError("signature '\(signature.key)': \(reason)", stage: stage)
    }
    guard graphs.indices.contains(signature.graph) else {
      throw fail("its graph \(signature.graph) does not exist")  // C8
    }
    let graph = graphs[signature.graph]
    let inputs = signature.inputs.map(\.value)
    guard inputs.count == graph.inputs.count, Set(inputs) == Set(graph.inputs) else {
      throw fail("its inputs are not those of graph '\(graph.name)'")  // C8
    }
    guard signature.outputs.allSatisfy({ graph.outputs.contains($0.value) }) else {
      throw fail("an output is none of graph '\(graph.name)'")  // C8
    }
    for arguments in [signature.inputs, signature.outputs]
    where Set(arguments.map(\.name)).count != arguments.count {
      throw fail("two arguments have the same name")  // C9
    }
  }
}

extension Graph {
  /// Checks that the graph is whole.
  ///
  /// - C1: every value that is referred to is one of the graph's.
  /// - C2: a value is given once: by one node, as an input or as a constant.
  /// - C3: a value is given before it is used, and every output is given.
  /// - C4: dimensions are not negative.
  /// - C5: a constant's shape is fully known and its bytes are as many as the shape takes.
  /// - C6: scales and zero points are a ``CheckedQuantization``.
  /// - C7: no node is without a name or an operator.
  ///
  /// - Parameter stage: what has just run, for the message.
  /// - Throws: ``ConversionError`` for the first rule that is broken.
  package func verify(stage: String) throws {
    var check = GraphCheck(graph: self, stage: stage)
    for input in inputs { try check.give(input, node: nil) }
    for node in nodes {
      guard !node.name.isEmpty else {
        throw ConversionError("graph '\(name)' has a node without a name", stage: stage)  // C7
      }
      if case .tensorFlow("", _) = node.operation {
        throw ConversionError("it has no operator", node: node.name, stage: stage)  // C7
      }
      for case let input? in node.inputs { try check.use(input, node: node.name) }
      for output in node.outputs { try check.give(output, node: node.name) }
    }
    for output in outputs { try check.use(output, node: nil) }
  }
}

/// Walks a graph and remembers what is given so far.
private struct GraphCheck {
  let graph: Graph
  let stage: String
  private var isGiven: [Bool]
  private var isChecked: [Bool]

  init(graph: Graph, stage: String) {
    self.graph = graph
    self.stage = stage
    isGiven = Array(repeating: false, count: graph.values.count)
    isChecked = isGiven
  }

  private func fail(_ reason: String, _ node: String?) -> ConversionError {
    ConversionError("graph '\(graph.name)': \(reason)", node: node, stage: stage)
  }

  mutating func give(_ value: ValueID, node: String?) throws {
    try check(value, node: node)
    guard graph[value].constant == nil, !isGiven[value.index] else {
      throw fail("value '\(graph[value].name)' is given twice", node)  // C2
    }
    isGiven[value.index] = true
  }

  mutating func use(_ value: ValueID, node: String?) throws {
    try check(value, node: node)
    guard graph[value].constant != nil || isGiven[value.index] else {
      throw fail("value '\(graph[value].name)' is used before it is given", node)  // C3
    }
  }

  /// Checks a value when it is first met.
  private mutating func check(_ value: ValueID, node: String?) throws {
    guard graph.values.indices.contains(value.index) else {
      throw fail("there is no value \(value.index)", node)  // C1
    }
    guard !isChecked[value.index] else { return }
    isChecked[value.index] = true
    let content = graph[value]
    for case let dimension? in content.shape ?? [] where dimension < 0 {
      throw fail("value '\(content.name)' has dimension \(dimension)", node)  // C4
    }
    if let constant = content.constant { try check(constant, of: content, node) }
    if let quantization = content.quantization { try check(quantization, of: content, node) }
  }

  private func check(_ constant: ConstantData, of value: Value, _ node: String?) throws {
    guard let count = value.staticShape?.checkedElementCount else {
      throw fail("constant '\(value.name)' has no fully known shape", node)  // C5
    }
    // Strings have no fixed size.
    guard value.type != .string else { return }
    guard let expected = value.type.byteCount(of: count), expected == constant.bytes.count else {
      throw fail(  // C5
        "constant '\(value.name)' has \(constant.bytes.count) bytes, "
          + "but \(value.typeDescription) takes \(value.type.byteCount(of: count) ?? 0)", node)
    }
  }

  private func check(_ quantization: Quantization, of value: Value, _ node: String?) throws {
    do throws(QuantizationFault) {
      try CheckedQuantization.check(
        quantization, type: value.type,
        shape: value.shape.map { Shape($0.map { $0 ?? -1 }) },
        isConstant: value.constant != nil)
    } catch {
      throw fail("value '\(value.name)', \(value.typeDescription): \(error.reason)", node)  // C6
    }
  }
}
