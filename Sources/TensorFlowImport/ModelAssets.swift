// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf

/// Files that a SavedModel brings along, such as vocabularies, by the nodes that give their paths.
struct ModelAssets {
  /// Paths by the names of nodes of the main graph.
  private let paths: [String: String]

  static let none = ModelAssets(paths: [:])

  private init(paths: [String: String]) {
    self.paths = paths
  }

  /// The files that a graph names: in a list of its own, or in a collection as TensorFlow 1 has it.
  ///
  /// - Throws: where a name leads out of the model's folder.
  init(_ metaGraph: TFMetaGraphDef, folder: String) throws {
    let collected = metaGraph.collectionDef["saved_model_assets"]?.anyList.value ?? []
    let files =
      metaGraph.assetFileDef
      + collected.compactMap { try? TFAssetFileDef(serializedBytes: $0.value, options: .forImport) }
    var paths: [String: String] = [:]
    for file in files {
      let components = file.filename.split(separator: "/", omittingEmptySubsequences: false)
      guard !file.filename.isEmpty, !components.contains(".."), !file.filename.hasPrefix("/") else {
        throw importError("its file '\(file.filename)' is not in its folder of assets")
      }
      let node = file.tensorInfo.name.prefix { $0 != ":" }
      paths[String(node)] = "\(folder)/assets/\(file.filename)"
    }
    self.paths = paths
  }

  /// The path of the file that a node of the main graph stands for, as a constant; nil for other nodes.
  func path(of node: TFNodeDef) throws -> Value? {
    guard let path = paths[node.name] else { return nil }
    var tensor = TFTensorProto()
    tensor.dtype = 7  // DT_STRING
    tensor.stringVal = [Data(path.utf8)]
    return try Value(tensor, name: node.name, budget: ExpansionBudget())
  }

  /// The path that a constant holds, if it is that of a file of the model.
  func path(in constant: Value) -> String? {
    guard let bytes = constant.constant?.bytes else { return nil }
    // The one string stands behind the count and the two places.
    let text = String(decoding: bytes.dropFirst(12), as: UTF8.self)
    return paths.values.contains(text) ? text : nil
  }
}
