// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// A weight of a layer, and where files keep it.
struct LayerVariable: Sendable {
  /// As in `kernel`.
  let name: String
  /// The parts of the layer that it may belong to; empty where it is the layer's own.
  let parts: [String]
  /// Its number among those of its part.
  let index: Int
  let isTrainable: Bool
  /// Whether some versions of Keras do not have it.
  let isOptional: Bool

  init(
    _ name: String, _ index: Int, in parts: [String] = [], isTrainable: Bool = true,
    isOptional: Bool = false
  ) {
    self.name = name
    self.index = index
    self.parts = parts
    self.isTrainable = isTrainable
    self.isOptional = isOptional
  }

  /// A weight, those behind it, and what Keras 3 adds for models that are adapted or quantized: two
  /// matrices whose product is added to the weight, or the scales of whole numbers.
  static func list(
    _ name: String, adapted config: LayerConfig, behind others: [String]
  ) -> [LayerVariable] {
    let isAdapted = config["lora_rank"].integer != nil
    let isFrozen = isAdapted || config.isInt8
    var variables = [LayerVariable(name, 0, isTrainable: !isFrozen)]
    variables += others.enumerated().map { LayerVariable($1, $0 + 1) }
    if isAdapted {
      // Files of their own paths have the sum.
      variables += ["a", "b"].map { LayerVariable("lora_\(name)_\($0)", .max, isOptional: true) }
    }
    if config.isInt8 {
      variables.append(LayerVariable("\(name)_scale", others.count + 1, isTrainable: false))
    }
    return variables
  }

  /// Variables of one part, numbered in their order.
  static func list(_ names: [String], in parts: [String] = []) -> [LayerVariable] {
    names.enumerated().map { LayerVariable($1, $0, in: parts) }
  }
}

/// A layer inside another one.
struct Sublayer: Sendable {
  /// By which the outer layer knows it.
  let key: String
  /// The folders in which Keras 3 may keep its weights, below the outer layer's.
  let parts: [String]
  let config: LayerConfig
}

/// What a class of layers computes, and which weights it has.
struct LayerKind: Sendable {
  /// What becomes of the mask of the first input.
  enum MaskRule: Sendable {
    /// The results have it.
    case kept
    /// The results have none.
    case dropped
    /// The call says.
    case own
  }

  /// The names of the class.
  let names: [String]
  let mask: MaskRule
  /// Its weights in the order of Keras' older files.
  let variables: @Sendable (LayerConfig) throws -> [LayerVariable]
  let sublayers: @Sendable (LayerConfig) throws -> [Sublayer]
  let call: @Sendable (LayerCall) throws -> [MaskedTensor]

  init(
    _ names: String..., mask: MaskRule = .dropped,
    variables: @escaping @Sendable (LayerConfig) throws -> [LayerVariable] = { _ in [] },
    sublayers: @escaping @Sendable (LayerConfig) throws -> [Sublayer] = { _ in [] },
    call: @escaping @Sendable (LayerCall) throws -> [MaskedTensor]
  ) {
    self.names = names
    self.mask = mask
    self.variables = variables
    self.sublayers = sublayers
    self.call = call
  }

  /// A layer of one tensor and one result.
  init(
    simple names: String..., mask: MaskRule = .dropped,
    variables: @escaping @Sendable (LayerConfig) throws -> [LayerVariable] = { _ in [] },
    compute: @escaping @Sendable (LayerCall, Tensor) throws -> Tensor
  ) {
    self.names = names
    self.mask = mask
    self.variables = variables
    sublayers = { _ in [] }
    call = { call in [MaskedTensor(try compute(call, call.input()))] }
  }
}

/// A layer of the model, with its weights.
final class Layer {
  let config: LayerConfig
  let kind: LayerKind
  /// The layers it is made of, with the folders that Keras 3 may keep them in.
  let sublayers: [(key: String, parts: [String], layer: Layer)]
  /// The graph of layers, if it is a model.
  let network: Network?
  var weights: [String: StoredArray] = [:]
  /// The lines of a file of tokens that comes with the model.
  var vocabulary: [String]?

  private static let depthLimit = 32

  /// - Throws: where settings are missing. A class that is unknown is an error when it is called.
  init(_ config: LayerConfig, depth: Int = 0) throws {
    guard depth < Self.depthLimit else { throw config.error("layers are nested too deep") }
    self.config =
      LayerCatalog.isUnmarkedOperation(config) ? config.asOperation : config
    if Network.isNetwork(config) {
      network = try Network(config, depth: depth + 1)
      kind = Network.kind
      sublayers = []
      return
    }
    network = nil
    // Losses and metrics of training are layers, too, which no output needs.
    kind =
      LayerCatalog.kind(of: config)
      ?? LayerKind(config.className) { call in throw Self.unknown(call.config) }
    sublayers = try kind.sublayers(config).map {
      ($0.key, $0.parts, try Layer($0.config, depth: depth + 1))
    }
  }

  private static func unknown(_ config: LayerConfig) -> ConversionError {
    config.error(
      "a class that is not known here: its code is not in the file; save the model with "
        + "model.export(folder) and convert the folder")
  }

  func sublayer(_ key: String) throws -> Layer {
    guard let found = sublayers.first(where: { $0.key == key }) else {
      throw config.error("it has no layer '\(key)'")
    }
    return found.layer
  }
}

/// Every class of layers that is known.
enum LayerCatalog {
  private static let layers = table(
    coreLayers + activationLayers + convolutionLayers + transposedConvolutionLayers + poolingLayers
      + normalizationLayers + shapingLayers + mergingLayers + recurrentLayers + wrapperLayers
      + attentionLayers + preprocessingLayers + imageLayers + soundLayers + lookupLayers
      + localLayers + refusedLayers
      + lambdaLayers + applicationLayers)
  private static let operations = table(operationLayers)

  private static func table(_ kinds: [LayerKind]) -> [String: LayerKind] {
    var table: [String: LayerKind] = [:]
    for kind in kinds {
      for name in kind.names {
        precondition(table.updateValue(kind, forKey: name) == nil, "\(name) is declared twice")
      }
    }
    return table
  }

  /// Whether it is an operation, of which files of Keras 3 in HDF5 do not say that.
  static func isUnmarkedOperation(_ config: LayerConfig) -> Bool {
    config.isUnmarked && operations[config.className] != nil
  }

  static func kind(of config: LayerConfig) -> LayerKind? {
    if config.isUnmarked, let operation = operations[config.className] { return operation }
    return config.isOperation ? operations[config.className] : layers[config.className]
  }
}
