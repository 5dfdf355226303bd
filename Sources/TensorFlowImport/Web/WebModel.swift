// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR

/// A graph model of TensorFlow.js: `model.json` with a graph, a signature and the names, types and
/// shapes of the weights, whose bytes lie in files beside it.
package enum WebModel {
  /// Imports a graph model as one signature, `serving_default`.
  ///
  /// - Parameter path: of the `.json` file.
  /// - Throws: ``ConversionError``.
  package static func read(path: String) throws -> Program {
    do {
      return try program(path: path)
    } catch let error as ConversionError {
      throw error.naming(file: path)
    }
  }

  private static func program(path: String) throws -> Program {
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    guard let model = (try? JSONSerialization.jsonObject(with: file.data)) as? [String: Any] else {
      throw importError("it is no model of TensorFlow.js: it is not one JSON object")
    }
    let topology = model["modelTopology"] as? [String: Any]
    guard model["format"] as? String != "layers-model", topology?["model_config"] == nil,
      topology?["config"] == nil
    else {
      throw importError(
        "it is a layers model, a Keras topology with its weights; make a Keras model of it by "
          + "tensorflowjs_converter --input_format tfjs_layers_model --output_format keras "
          + "model.json model.h5, and convert that")
    }
    guard let topology, topology["node"] is [Any] else {
      throw importError("it is no graph model of TensorFlow.js: its modelTopology has no nodes")
    }
    guard model["modelInitializer"] == nil else {
      throw importError("it fills tables when it is loaded; convert the SavedModel it came from")
    }
    let weights = try WebWeights(
      manifest: model["weightsManifest"] ?? [Any](),
      folder: URL(fileURLWithPath: path).deletingLastPathComponent())
    var reader = WebGraphReader(weights: weights)
    let graph = try FrozenGraph(
      try reader.graph(topology),
      unfrozen: "its variables are no weights; convert the SavedModel it came from")
    let metadata = model["userDefinedMetadata"] as? [String: Any]
    let signature = (metadata?["signature"] ?? model["signature"]) as? [String: Any]
    return try graph.program(
      feeding: arguments(signature?["inputs"]), giving: arguments(signature?["outputs"]))
  }

  /// The names of a signature's inputs or outputs and the tensors they stand for, by name.
  private static func arguments(_ json: Any?) -> [FrozenGraph.Argument] {
    (json as? [String: Any] ?? [:]).sorted { $0.key < $1.key }.compactMap { key, value in
      guard let tensor = (value as? [String: Any])?["name"] as? String else { return nil }
      return FrozenGraph.Argument(
        name: FrozenGraph.reference(key), tensor: FrozenGraph.reference(tensor))
    }
  }
}
