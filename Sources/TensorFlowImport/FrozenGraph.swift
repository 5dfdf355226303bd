// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf
import TensorCore

/// A graph in one file, a serialized `GraphDef`, whose variables have been made constants.
package struct FrozenGraph {
  /// As the file has it.
  private let graph: TFGraphDef
  private let context: ImportContext

  /// Imports a frozen graph as one signature, `serving_default`, whose arguments have the nodes' names.
  ///
  /// - Parameters:
  ///   - inputs: the tensors to feed, as in `image` or `image:0`; empty for every placeholder that the
  ///     outputs need.
  ///   - outputs: the tensors to give; empty for those that no node uses.
  /// - Throws: ``ConversionError``.
  package static func read(
    path: String, inputs: [String] = [], outputs: [String] = []
  ) throws -> Program {
    do {
      let frozen = try FrozenGraph(path: path)
      return try frozen.program(inputs: inputs, outputs: outputs)
    } catch let error as ConversionError {
      throw error.naming(file: path)
    }
  }

  private init(path: String) throws {
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    // Field 1 of a graph is a node; of a saved model, a number.
    guard file.bytes.first != 0x08 else {
      throw importError("it is part of a SavedModel; give its folder, with variables beside it")
    }
    guard file.bytes.count > 0,
      let stored = try? TFGraphDef(serializedBytes: file.data, options: .forImport),
      !stored.node.isEmpty
    else {
      throw importError(
        "it is no model: neither a folder of a SavedModel, nor a .keras, .h5, .tflite, model.json or "
          + "frozen .pb file; or it is damaged: copy the model again")
    }
    try self.init(
      stored,
      unfrozen: "its variables have no values in the file; freeze the graph, as by "
        + "tf.compat.v1.graph_util.convert_variables_to_constants")
  }

  /// - Parameter unfrozen: the error where a variable is read.
  init(_ stored: TFGraphDef, unfrozen: String) throws {
    graph = stored
    let functional = try stored.withFunctionalControlFlow()
    context = ImportContext(
      main: try GraphBody(mainGraph: functional),
      functions: try FunctionLibrary(functional.library),
      operators: OperatorDefinitions(TFOpList()),
      variables: Variables { throw importError(unfrozen) }, objectKeys: { nil })
  }

  // MARK: What goes in and out

  /// The node's name, and the number of the result, which 0 need not be said.
  static func reference(_ name: String) -> String {
    name.hasSuffix(":0") ? String(name.dropLast(2)) : name
  }

  /// Every tensor that no node uses, in the graph's order.
  private func unusedResults() throws -> [String] {
    var used: Set<Substring> = []
    for input in graph.node.lazy.flatMap(\.input) {
      used.insert((input.hasPrefix("^") ? input.dropFirst() : input[...]).prefix { $0 != ":" })
    }
    let silent: Set<String> = [
      "Const", "NoOp", "Assert", "Placeholder", "PlaceholderWithDefault", "SaveV2", "RestoreV2",
    ]
    let ends = graph.node.filter { !used.contains($0.name[...]) && !silent.contains($0.op) }
    guard !ends.isEmpty else {
      throw importError("every result is used by another node; choose with --output-node")
    }
    return ends.map(\.name)
  }

  private func program(inputs: [String], outputs: [String]) throws -> Program {
    func named(_ tensors: [String]) -> [Argument] {
      tensors.map(Self.reference).map { Argument(name: $0, tensor: $0) }
    }
    return try program(feeding: named(inputs), giving: named(outputs))
  }

  /// An input or output of the signature and the tensor that it stands for.
  struct Argument {
    let name: String
    let tensor: String

    init(name: String, tensor: String) {
      self.name = name
      self.tensor = tensor
    }

    fileprivate init(_ tensor: String) {
      self.init(name: tensor, tensor: tensor)
    }
  }

  /// The graph with one signature, `serving_default`.
  ///
  /// - Parameters:
  ///   - inputs: empty for every placeholder that the outputs need.
  ///   - outputs: empty for what no node uses.
  func program(feeding inputs: [Argument], giving outputs: [Argument]) throws -> Program {
    let key = context.newGraphName("serving_default")
    let results = outputs.isEmpty ? try unusedResults().map(Argument.init) : outputs
    let references = results.map(\.tensor)
    let placeholders = try context.main.nodesNeeded(by: references).filter {
      $0.op == "Placeholder"
    }
    let feeds = inputs.isEmpty ? placeholders.map { Argument($0.name) } : inputs
    var signature = Signature(key: key, graph: 0, inputs: [], outputs: [])
    var graphImport = GraphImport(name: key, context: context)
    let frame = Frame(context.main, arguments: [])
    for feed in feeds {
      let value = graphImport.graph.add(try input(feed))
      graphImport.graph.inputs.append(value)
      signature.inputs.append(.init(name: feed.name, value: value))
      guard case .node(let node, _, 0) = try context.main.source(of: feed.tensor) else {
        throw importError("input '\(feed.tensor)' is not the first result of a node")
      }
      frame.results[node] = [.value(value)]
    }
    let values = try graphImport.bindings(of: references, in: frame)
    graphImport.graph.outputs = try values.map { try graphImport.operand($0) }
    for (result, value) in zip(results, graphImport.graph.outputs) {
      signature.outputs.append(.init(name: result.name, value: value))
    }
    graphImport.graph.removeDeadNodes()
    var program = Program(
      graphs: [graphImport.graph] + context.functionGraphs, signatures: [signature])
    program.sourceLines = SourceLines(folder: nil, embedded: graph.debugInfo)
    program.warnings = context.warnings + program.trainingWarnings()
    return program
  }

  /// What is known of a tensor that is fed.
  private func input(_ argument: Argument) throws -> Value {
    guard case .node(let index, _, _) = try context.main.source(of: argument.tensor) else {
      throw importError("there is no node '\(argument.tensor)'")
    }
    let node = context.main.nodes[index]
    guard let type = try context.operators.results(of: node).types.first else {
      throw importError("it gives no tensor and cannot be an input", node: node.name)
    }
    var shape = try node.attribute("_output_shapes")?.list.shape.first?.partialShape(of: node.name)
    // Graphs of TensorFlow 1 have a shape without axes where it is not known.
    if let own = node.attribute("shape")?.shape, !own.unknownRank {
      shape = try own.partialShape(of: node.name)
    }
    return Value(name: argument.name, type: try .from(type, node: node.name), shape: shape)
  }
}
