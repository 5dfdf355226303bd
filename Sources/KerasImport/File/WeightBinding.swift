// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Gives layers their weights from Keras 3's `model.weights.h5`.
///
/// A layer's weights are numbered below `vars` in a folder that follows from the model's structure:
/// `layers/conv2d_1/vars/0` is the first weight of the second convolution among a model's layers.
struct PathBinding {
  /// Arrays by their paths.
  private let arrays: [String: StoredArray]
  /// The folder of a model's layers.
  private let container: String

  init(_ file: HDF5File) {
    // Some files of Windows have its separators.
    arrays = Dictionary(
      file.arrays.map { ($0.key.replacing("\\", with: "/"), $0.value) },
      uniquingKeysWith: { first, _ in first })
    let ofKeras211 = "_layer_checkpoint_dependencies"
    let isOlder = arrays.keys.contains { $0.hasPrefix(ofKeras211) }
    container = isOlder ? ofKeras211 : "layers"
  }

  /// - Parameter vocabulary: the tokens that a layer's folder has, if any.
  func bind(_ network: Network, vocabulary: (String) throws -> [String]?) rethrows {
    bind(network, at: container)
    try bindVocabularies(network, at: container, vocabulary)
    let layers = Self.allLayers(of: network)
    // A layer that is part of two models is kept with the first one only.
    let kept = Dictionary(
      layers.filter { !$0.weights.isEmpty }.map { (Self.identity(of: $0), $0.weights) },
      uniquingKeysWith: { first, _ in first })
    for layer in layers where layer.weights.isEmpty {
      layer.weights = kept[Self.identity(of: layer)] ?? [:]
    }
  }

  private static func identity(of layer: Layer) -> String {
    "\(layer.config.className) \(layer.config.name)"
  }

  private static func allLayers(of network: Network) -> [Layer] {
    network.layers.flatMap { layer in layer.network.map(allLayers) ?? [layer] }
  }

  private func bind(_ network: Network, at folder: String) {
    for (layer, path) in folders(of: network, at: folder) { bind(layer, at: [path]) }
  }

  /// The layers of a model with the folders that are theirs.
  private func folders(of network: Network, at folder: String) -> [(Layer, String)] {
    var counts: [String: Int] = [:]
    return network.layers.filter { !$0.config.isOperation }.map { layer in
      let base = layer.config.folderName
      let count = counts[base, default: 0]
      counts[base] = count + 1
      return (layer, "\(folder)/\(base)" + (count == 0 ? "" : "_\(count)"))
    }
  }

  private func bindVocabularies(
    _ network: Network, at folder: String, _ vocabulary: (String) throws -> [String]?
  ) rethrows {
    for (layer, path) in folders(of: network, at: folder) {
      if let inner = layer.network {
        try bindVocabularies(inner, at: "\(path)/\(container)", vocabulary)
      } else if lookupLayers.contains(where: { $0.names.contains(layer.config.className) }) {
        layer.vocabulary = try vocabulary(path)
      }
    }
  }

  /// - Parameter paths: the folders that may be the layer's.
  private func bind(_ layer: Layer, at paths: [String]) {
    if let network = layer.network {
      for path in paths { bind(network, at: "\(path)/\(container)") }
      return
    }
    for variable in (try? layer.kind.variables(layer.config)) ?? []
    where layer.weights[variable.name] == nil {
      let parts = variable.parts.isEmpty ? [""] : variable.parts.map { "/\($0)" }
      let candidates = paths.flatMap { path in
        parts.map { "\(path)\($0)/vars/\(variable.index)" }
      }
      layer.weights[variable.name] = candidates.lazy.compactMap { arrays[$0] }.first
    }
    for (_, parts, sublayer) in layer.sublayers {
      bind(sublayer, at: paths.flatMap { path in parts.map { "\(path)/\($0)" } })
    }
  }
}

/// Gives layers their weights from a `.h5` file of a whole model.
///
/// Each layer of the model has a group, whose attribute `weight_names` lists the arrays: first those
/// that are trained, then those that are not, each in the order of the layer's parts.
struct ListBinding {
  private let file: HDF5File
  private let root: String

  init(_ file: HDF5File, root: String) {
    self.file = file
    self.root = root
  }

  /// A weight of a layer, or of one inside.
  private struct Slot {
    let layer: Layer
    let variable: LayerVariable
    let isTrained: Bool
  }

  /// - Throws: where a layer has more or fewer weights than it needs.
  func bind(_ network: Network) throws {
    for layer in network.layers {
      var slots = Self.ordered(try Self.slots(of: layer))
      let group = root.isEmpty ? layer.config.name : "\(root)/\(layer.config.name)"
      let isKnown = layer.network != nil || LayerCatalog.kind(of: layer.config) != nil
      guard isKnown, let names = weightNames(of: group) else { continue }
      if names.count < slots.count { slots.removeAll { $0.variable.isOptional } }
      guard names.count == slots.count else {
        throw layer.config.error(
          "the file has \(names.count) weights for it, expected \(slots.count)"
            + (slots.isEmpty ? "" : " (\(slots.map(\.variable.name).joined(separator: ", ")))"))
      }
      for (slot, name) in zip(slots, names) {
        guard let array = file.arrays["\(group)/\(name)"] else {
          throw layer.config.error("the file has no array '\(group)/\(name)'")
        }
        slot.layer.weights[slot.variable.name] = array
      }
    }
  }

  /// The names of a layer's arrays; long lists are in several attributes.
  private func weightNames(of group: String) -> [String]? {
    if let names = file.texts["\(group)@weight_names"] { return names }
    var names: [String] = []
    var part = 0
    while let more = file.texts["\(group)@weight_names\(part)"] {
      names += more
      part += 1
    }
    return part == 0 ? nil : names
  }

  private static func ordered(_ slots: [Slot]) -> [Slot] {
    slots.filter(\.isTrained) + slots.filter { !$0.isTrained }
  }

  /// In the order of parts. What is frozen as a whole is in the order that it has by itself.
  private static func slots(of layer: Layer, isFrozen: Bool = false) throws -> [Slot] {
    let isFrozen = isFrozen || !layer.config.isTrainable
    if let network = layer.network {
      return try network.layers.flatMap { try slots(of: $0, isFrozen: isFrozen) }
    }
    let own = try layer.kind.variables(layer.config).map {
      Slot(layer: layer, variable: $0, isTrained: $0.isTrainable && !isFrozen)
    }
    return try own + layer.sublayers.flatMap { try slots(of: $0.layer, isFrozen: isFrozen) }
  }
}
