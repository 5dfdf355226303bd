// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// A model that Keras has saved: a `.keras` file, or an HDF5 file of a whole model.
package enum KerasModel {
  /// Imports the model as a graph of TensorFlow nodes.
  ///
  /// Its signature is `serving_default`; inputs have the names of the model's input layers, outputs
  /// those of the layers that give them. Weights share the file's bytes.
  ///
  /// - Throws: ``ConversionError``.
  package static func read(path: String) throws -> Program {
    do {
      let file = try OpenFile(path: path)
      defer { withExtendedLifetime(file) {} }
      let isArchive =
        isArchive(file.bytes) || (!isHDF5(file.bytes) && path.hasSuffix(".keras"))
      return isArchive ? try archive(path) : try wholeFile(file)
    } catch let error as ConversionError {
      throw error.naming(file: path)
    }
  }

  /// Whether bytes begin as an HDF5 file does, which may begin behind a block of the user's.
  package static func isHDF5(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
    var start = 0
    while start + signature.count <= bytes.count {
      if bytes[start..<start + signature.count].elementsEqual(signature) { return true }
      start = start == 0 ? 512 : 2 * start
    }
    return false
  }

  /// Whether bytes begin as a zip archive does.
  package static func isArchive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 4 && bytes.prefix(4).elementsEqual([0x50, 0x4b, 0x03, 0x04])
  }

  private static func archive(_ path: String) throws -> Program {
    let archive = try KerasArchive(path: path)
    let configuration = try archive.json("config.json")
    guard archive.contains("model.weights.h5") else {
      throw importError(
        "it has no 'model.weights.h5'; save the model again with model.save('model.keras')")
    }
    let weights = try HDF5File(archive.extracted("model.weights.h5"), skippedGroup: "optimizer")
    let metadata = archive.contains("metadata.json") ? try archive.json("metadata.json") : .null
    return try program(configuration: configuration, metadata: metadata, weights: weights) {
      path in
      let name = "assets/\(path)/vocabulary.txt"
      guard archive.contains(name) else { return nil }
      let file = try archive.extracted(name)
      return withExtendedLifetime(file) {
        String(decoding: file.bytes, as: UTF8.self)
          .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      }
    }
  }

  /// The model of a `.keras` file's members.
  ///
  /// - Parameter vocabulary: the words of the layer at a path, nil where it has none of its own.
  static func program(
    configuration: JSON, metadata: JSON, weights: HDF5File,
    vocabulary: (String) throws -> [String]? = { _ in nil }
  ) throws -> Program {
    let network = try network(configuration)
    try PathBinding(weights).bind(network, vocabulary: vocabulary)
    return try program(of: network, savedBy: metadata["keras_version"].string ?? "3")
  }

  private static func wholeFile(_ input: OpenFile) throws -> Program {
    try program(wholeFile: HDF5File(input, skippedGroup: "optimizer_weights"))
  }

  /// The model of an HDF5 file that holds it whole.
  static func program(wholeFile file: HDF5File) throws -> Program {
    guard let text = file.texts["@model_config"]?.first else {
      throw importError(
        "it holds weights only, without the model; save it whole with model.save, or as a folder "
          + "with model.export")
    }
    let json: JSON
    do throws(DamagedBytes) {
      json = try JSON(parsing: text)
    } catch {
      throw importError("it is damaged: 'model_config': \(error.reason)")
    }
    let network = try network(json)
    let hasGroup = file.texts.keys.contains { $0.hasPrefix("model_weights@") }
    try ListBinding(file, root: hasGroup ? "model_weights" : "").bind(network)
    let version = file.texts["@keras_version"] ?? file.texts["model_weights@keras_version"]
    return try program(of: network, savedBy: version?.first ?? "2")
  }

  private static func network(_ json: JSON) throws -> Network {
    let config = try LayerConfig(json)
    guard Network.isNetwork(config) else {
      throw importError(
        "model '\(config.name)' is of class \(config.className), whose code is not in the file; "
          + "save it with model.export(folder) and convert the folder")
    }
    return try Network(config)
  }

  /// - Parameter version: that of the Keras which wrote the file, as in `2.15.0`.
  private static func program(
    of network: Network, savedBy version: String
  ) throws -> Program {
    let major = version.prefix { $0.isNumber }
    let shared = ProgramBuilder(kerasVersion: Int(major) ?? 3)
    let key = "serving_default"
    let builder = GraphBuilder(name: shared.newGraphName(key), program: shared)
    var signature = Signature(key: key, graph: 0, inputs: [], outputs: [])
    var values: [MaskedTensor] = []
    for input in network.inputs {
      let config = network.layers[input.reference.layer].config
      let tensor = try builder.addInput(
        input.name, type: try inputType(config), shape: try inputShape(config))
      signature.inputs.append(.init(name: input.name, value: tensor.value))
      values.append(MaskedTensor(tensor))
    }
    let results = try network.results(for: values, builder: builder)
    builder.define(outputs: results.map(\.tensor))
    for (output, result) in zip(network.outputs, results) {
      signature.outputs.append(.init(name: output.name, value: result.tensor.value))
    }
    return Program(graphs: [builder.graph] + shared.functions, signatures: [signature])
  }

  private static func inputType(_ config: LayerConfig) throws -> ElementType {
    guard config["dtype"] != .null else { return .float32 }
    guard let type = config.dataType else {
      throw config.error("its type \(config["dtype"].string ?? "") is not supported")
    }
    guard try !config.bool("sparse", default: false), try !config.bool("ragged", default: false)
    else {
      throw config.error("sparse and ragged inputs are not supported; feed dense tensors")
    }
    return type
  }

  private static func inputShape(_ config: LayerConfig) throws -> [Int?] {
    let shape = config["batch_shape"] == .null ? config["batch_input_shape"] : config["batch_shape"]
    guard let sizes = shape.array, sizes.count <= 16,
      sizes.allSatisfy({ $0 == .null || ($0.integer ?? -1) >= 0 })
    else { throw config.error("the shape of this input is not in the file") }
    return sizes.map(\.integer)
  }
}
