// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf
import TensorCore

/// TensorFlow's folder format: a graph with its functions, and a checkpoint of its variables.
package struct SavedModel {
  private let path: String
  private let metaGraph: TFMetaGraphDef
  private let context: ImportContext
  private let sourceLines: SourceLines

  /// Imports the signatures of a SavedModel folder as graphs of TensorFlow nodes.
  ///
  /// Calls are inlined, variables are constants that share the checkpoint's mapped bytes, and only
  /// what the outputs need is kept. A signature's inputs and outputs are in the order of their
  /// names, as signatures list them in the files of TensorFlow's converter (the order of the
  /// subgraph's tensors it leaves to a hash table).
  ///
  /// - Parameters:
  ///   - tags: the meta-graph to read is the one with just these tags.
  ///   - signatures: the keys to import; nil for all but TensorFlow's internal ones and a `serve`
  ///     that is the same as `serving_default`.
  /// - Throws: ``ConversionError``.
  package static func read(
    folder: String, tags: [String] = ["serve"], signatures: [String]? = nil
  ) throws -> Program {
    let path = folder + "/saved_model.pb"
    do {
      let model = try SavedModel(folder: folder, path: path, tags: tags)
      return try model.program(of: signatures)
    } catch let error as ConversionError {
      throw error.reason.contains(folder) ? error : error.naming(file: path)
    }
  }

  /// What is wrong with a path where no SavedModel is.
  private static func fault(of folder: String) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      return "does not exist"
    }
    return isFolder.boolValue
      ? "is no SavedModel: it has no saved_model.pb"
      : "is a file; a SavedModel is a folder"
  }

  private init(folder: String, path: String, tags: [String]) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      throw importError("'\(folder)' \(Self.fault(of: folder))")
    }
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    let model: TFSavedModel
    do {
      model = try TFSavedModel(serializedBytes: file.data, options: .forImport)
    } catch {
      throw importError("'\(path)' is damaged or no SavedModel; copy the model again")
    }
    metaGraph = try Self.metaGraph(of: model, tags: tags)
    let variables = Variables {
      try VariablesBundle(prefix: folder + "/variables/variables")
    }
    let objectGraph = metaGraph.hasObjectGraphDef ? metaGraph.objectGraphDef : nil
    var objectKeys: ObjectGraphKeys??
    let graph = try metaGraph.graphDef.withFunctionalControlFlow()
    sourceLines = SourceLines(folder: folder, embedded: metaGraph.graphDef.debugInfo)
    context = ImportContext(
      main: try GraphBody(mainGraph: graph), functions: try FunctionLibrary(graph.library),
      operators: OperatorDefinitions(metaGraph.metaInfoDef.strippedOpList),
      variables: variables, assets: try ModelAssets(metaGraph, folder: folder),
      objectKeys: {
        if let objectKeys { return objectKeys }
        let keys = try objectGraph.flatMap { try Self.objectKeys($0, variables) }
        objectKeys = .some(keys)
        return keys
      })
    try context.giveAssetsToVariables()
  }

  private static func metaGraph(of model: TFSavedModel, tags: [String]) throws -> TFMetaGraphDef {
    let found = model.metaGraphs.first { Set($0.metaInfoDef.tags) == Set(tags) }
    guard let found else {
      let present = model.metaGraphs.map { "'\($0.metaInfoDef.tags.joined(separator: ","))'" }
      throw importError(
        "it has no graph tagged '\(tags.joined(separator: ","))'; it has "
          + (present.isEmpty ? "none" : present.joined(separator: " and ")) + ": choose with --tags"
      )
    }
    return found
  }

  /// The entry under which a checkpoint keeps its own object graph.
  private static let objectGraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH"

  private static func objectKeys(
    _ saved: TFSavedObjectGraph, _ variables: Variables
  ) throws -> ObjectGraphKeys? {
    guard saved.nodes.contains(where: { $0.hasVariable }),
      let bytes = try variables.bundle().string(objectGraphKey)
    else { return nil }
    guard let graph = try? TFTrackableObjectGraph(serializedBytes: bytes, options: .forImport)
    else {
      throw importError("the checkpoint's object graph is damaged; copy the model again")
    }
    return ObjectGraphKeys(saved, checkpoint: graph)
  }

  /// Signatures that TensorFlow keeps for itself begin with two underscores.
  private func selectedSignatures(_ keys: [String]?) throws -> [String] {
    let present = metaGraph.signatureDef.keys.filter { !$0.hasPrefix("__") }.sorted()
    let selected = keys ?? present
    let listed = present.map { "'\($0)'" }.joined(separator: ", ")
    for key in selected where metaGraph.signatureDef[key] == nil {
      throw importError(
        "it has no signature '\(key)'; it has " + (present.isEmpty ? "none" : listed))
    }
    guard !selected.isEmpty else {
      throw importError(
        "it has no signature to convert; save it with signatures=, or by model.export")
    }
    return selected
  }

  private func program(of chosen: [String]?) throws -> Program {
    let isChosen = chosen != nil
    let keys = try selectedSignatures(chosen)
    var program = Program(graphs: [], signatures: [])
    // Before any function, so that a signature's graph has the signature's key.
    for key in keys { _ = context.newGraphName(key) }
    // What one signature assigns is no constant to the others.
    for key in keys { try prepareVariables(for: references(ofOutputs: key)) }
    for key in keys {
      let (graph, signature) = try importedSignature(key)
      let same = program.graphs.firstIndex { $0.computesTheSame(as: graph) }
      var indexed = signature
      indexed.graph = same ?? program.graphs.count
      if same == nil { program.graphs.append(graph) }
      program.signatures.append(indexed)
    }
    if let initializer = importedInitializer(of: program) {
      program.initializer = initializer.name
      program.graphs.append(initializer)
    }
    program.graphs += context.functionGraphs
    if !isChosen { program.removeRepeatedServing() }
    program.sourceLines = sourceLines
    program.warnings = context.warnings
    if !context.variables.all.contains(where: \.isAssigned) {
      program.warnings += program.trainingWarnings()
    }
    return program
  }
}

// MARK: - Tables

extension SavedModel {
  /// TensorFlow's name for what runs once when a model is loaded.
  private static let initializer = "__saved_model_init_op"

  /// The node that fills tables: TensorFlow 1 kept its name in a collection.
  private var initializerNode: String? {
    let output = metaGraph.signatureDef[Self.initializer]?.outputs[Self.initializer]?.name
    let collections = ["saved_model_main_op", "legacy_init_op"]
    return output
      ?? collections.lazy.compactMap {
        metaGraph.collectionDef[$0]?.nodeList.value.first
      }.first
  }

  /// The graph that fills tables when the model is loaded; nil for a program without any.
  ///
  /// What cannot be imported is missed where a table is looked into.
  private func importedInitializer(of program: Program) -> Graph? {
    let hasTables = (program.graphs + context.functionGraphs).contains { graph in
      graph.nodes.contains {
        if case .tensorFlow(let name, _) = $0.operation {
          name.hasPrefix("LookupTable")
        } else {
          false
        }
      }
    }
    guard hasTables, let node = initializerNode else { return nil }
    let name = context.newGraphName(Self.initializer)
    var graphImport = GraphImport(name: name, context: context, keepsEffects: true)
    try? graphImport.importEffects(of: node, in: Frame(context.main, arguments: []))
    return graphImport.graph
  }
}

extension Program {
  /// Removes the signature `serve` that Keras exports beside `serving_default` if it is the same:
  /// with one signature, callers need not name it.
  fileprivate mutating func removeRepeatedServing() {
    guard let kept = signatures.first(where: { $0.key == "serving_default" }) else { return }
    let count = signatures.count
    signatures.removeAll { signature in
      signature.key == "serve" && signature.graph == kept.graph
        && signature.inputs.map(\.name) == kept.inputs.map(\.name)
        && signature.outputs.map(\.name) == kept.outputs.map(\.name)
    }
    if signatures.count < count, !graphs.contains(where: { $0.name == kept.key }) {
      graphs[kept.graph].name = kept.key
    }
  }
}

// MARK: - One signature

extension SavedModel {
  private func importedSignature(_ key: String) throws -> (Graph, Signature) {
    let definition = metaGraph.signatureDef[key] ?? TFSignatureDef()
    let outputs = definition.outputs.sorted { $0.key < $1.key }
    guard !outputs.isEmpty else { throw importError("signature '\(key)' has no outputs") }
    for (name, info) in Array(definition.inputs) + outputs where info.name.isEmpty {
      throw importError(
        "'\(name)' of signature '\(key)' is a sparse or composite tensor, which is not supported")
    }
    let references = outputs.map(\.value.name)
    var graphImport = GraphImport(name: key, context: context)
    let frame = Frame(context.main, arguments: [])
    var signature = Signature(key: key, graph: 0, inputs: [], outputs: [])
    for (name, info) in definition.inputs.sorted(by: { $0.key < $1.key }) {
      let value = graphImport.graph.add(
        Value(
          name: name, type: try .from(info.dtype, node: info.name),
          shape: try info.tensorShape.partialShape(of: name)))
      graphImport.graph.inputs.append(value)
      signature.inputs.append(Signature.Argument(name: name, value: value))
      try feed(value, as: info.name, in: frame)
    }
    let results = try graphImport.bindings(of: references, in: frame)
    graphImport.graph.outputs = try results.map { try graphImport.operand($0) }
    for (output, value) in zip(outputs, graphImport.graph.outputs) {
      signature.outputs.append(Signature.Argument(name: output.key, value: value))
    }
    graphImport.graph.removeDeadNodes()
    return (graphImport.graph, signature)
  }

  /// Makes the node that a signature names as an input give the graph's input.
  private func feed(_ value: ValueID, as reference: String, in frame: Frame) throws {
    guard case .node(let node, _, 0) = try context.main.source(of: reference) else {
      throw importError("input '\(reference)' of a signature is not the first result of a node")
    }
    frame.results[node] = [.value(value)]
  }

  private func references(ofOutputs key: String) -> [String] {
    metaGraph.signatureDef[key]?.outputs.sorted { $0.key < $1.key }.map(\.value.name) ?? []
  }

  /// Finds out which variables the outputs need and where their values are.
  private func prepareVariables(for references: [String]) throws {
    let nodes = try context.main.nodesNeeded(by: references)
    let binding = VariableBinding(context: context)
    try binding.bindCaptures(of: nodes)
    var search = AssignmentSearch(context: context)
    try search.markAssigned(by: nodes)
    let needed = nodes.filter { Variables.isVariable($0.op) }
      .map { context.variables.index(of: $0) }
    if needed.contains(where: { context.variables.all[$0].key == nil }) {
      try binding.bindRestored()
    }
  }
}
