// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// One result of one use of a layer.
struct TensorReference: Hashable {
  /// Index among the network's layers.
  let layer: Int
  /// Which use of the layer.
  let node: Int
  /// Which of the results.
  let tensor: Int
}

/// What a use of a layer is called with, before it is known.
indirect enum ArgumentTemplate {
  case tensor(TensorReference)
  case list([ArgumentTemplate])
  case dictionary([String: ArgumentTemplate])
  case value(JSON)

  /// Every tensor in it.
  var references: [TensorReference] {
    switch self {
    case .tensor(let reference): [reference]
    case .list(let elements): elements.flatMap(\.references)
    case .dictionary(let members):
      members.sorted { $0.key < $1.key }.flatMap(\.value.references)
    case .value: []
    }
  }
}

/// A model: layers, and the uses of each.
final class Network {
  /// One use of a layer.
  struct Node {
    let arguments: [ArgumentTemplate]
    let keywords: [String: ArgumentTemplate]
  }

  /// An input or an output, by the name it has from outside.
  struct Terminal {
    let name: String
    let reference: TensorReference
  }

  let config: LayerConfig
  private(set) var layers: [Layer] = []
  private(set) var inputs: [Terminal] = []
  private(set) var outputs: [Terminal] = []
  private var nodes: [[Node]] = []
  private var indices: [String: Int] = [:]
  /// The number of the first use in the file, by layer, where it may not be 0.
  private var firstUses: [Int: Int] = [:]

  static func isNetwork(_ config: LayerConfig) -> Bool {
    config["layers"].array != nil
      && (config.className == "Sequential" || config["input_layers"] != .null
        || config["output_layers"] != .null)
  }

  /// How a network is called as a layer.
  static let kind = LayerKind("Functional", mask: .own) { call in
    guard let network = call.layer.network else { return [] }
    return try network.results(of: call)
  }

  init(_ config: LayerConfig, depth: Int = 0) throws {
    self.config = config
    let list = config["layers"].array ?? []
    if config.className == "Sequential" && config["input_layers"] == .null {
      try readSequence(list, depth: depth)
    } else {
      try readGraph(list, depth: depth)
    }
    guard !outputs.isEmpty else { throw config.error("it has no outputs") }
  }

  private func add(_ layer: Layer, nodes own: [Node]) throws -> Int {
    guard indices.updateValue(layers.count, forKey: layer.config.name) == nil else {
      throw layer.config.error("two layers have this name")
    }
    layers.append(layer)
    nodes.append(own)
    return layers.count - 1
  }

  // MARK: Layers one after the other

  private func readSequence(_ list: [JSON], depth: Int) throws {
    let configs = try list.map { try LayerConfig($0) }
    var own = try configs.map { try Layer($0, depth: depth) }[...]
    guard let first = own.first else { throw config.error("it has no layers") }
    let input = first.config.className == "InputLayer" ? own.removeFirst() : nil
    var previous = TensorReference(
      layer: try add(input ?? Layer(impliedInput(before: first)), nodes: []), node: 0, tensor: 0)
    inputs = [Terminal(name: layers[0].config.name, reference: previous)]
    for layer in own {
      let node = Node(arguments: [.tensor(previous)], keywords: [:])
      previous = TensorReference(layer: try add(layer, nodes: [node]), node: 0, tensor: 0)
    }
    outputs = [Terminal(name: layers[previous.layer].config.name, reference: previous)]
  }

  /// The input of a sequence whose file has none: of the shape that its first layer or the model
  /// was built with.
  private func impliedInput(before layer: Layer) throws -> LayerConfig {
    let first = layer.config
    let shapes = [
      first["batch_input_shape"], config["build_input_shape"], config.buildConfig["input_shape"],
      first["batch_shape"], first.buildConfig["input_shape"],
    ]
    var shape = shapes.first { $0.array != nil } ?? .null
    var type = first.dataType == .float32 ? JSON.null : first["dtype"]
    if shape == .null, let network = layer.network, let inner = network.inputs.first {
      let input = network.layers[inner.reference.layer].config
      shape = input["batch_shape"] == .null ? input["batch_input_shape"] : input["batch_shape"]
      type = input["dtype"]
    }
    if shape == .null, let count = first["input_dim"].integer {
      shape = .array([.null, .integer(count)])
    }
    guard shape != .null else {
      throw config.error(
        "the shape of its input is not in the file, since it was never built; "
          + "call model.build(input_shape) before it is saved")
    }
    let isOld = first["batch_input_shape"] != .null
    return LayerConfig(
      className: "InputLayer", name: isOld ? "\(first.name)_input" : "input_layer",
      settings: ["batch_shape": shape, "dtype": type])
  }

  // MARK: Layers that refer to each other

  private func readGraph(_ list: [JSON], depth: Int) throws {
    for json in list {
      let settings = try LayerConfig(json)
      // Nodes refer to layers by the name beside the configuration, which mostly is that inside.
      let name = json["name"].string ?? settings.name
      let config = name == settings.name ? settings : settings.renamed(name)
      _ = try add(try Layer(config, depth: depth), nodes: [])
    }
    for (index, json) in list.enumerated() {
      for node in json["inbound_nodes"].array ?? [] {
        nodes[index].append(try self.node(node, of: layers[index].config))
      }
    }
    inputs = try terminals("input_layers")
    outputs = try terminals("output_layers")
    findFirstUses()
  }

  /// Notes from which number on the uses of models are counted: for Keras 2, number 0 is what a model
  /// makes of its own inputs, which is not in the file.
  private func findFirstUses() {
    var lowest: [Int: Int] = [:]
    let uses = nodes.joined().flatMap { $0.arguments + $0.keywords.values }.flatMap(\.references)
    for reference in uses + outputs.map(\.reference) where layers[reference.layer].network != nil {
      lowest[reference.layer] = min(lowest[reference.layer] ?? .max, reference.node)
    }
    firstUses = lowest.mapValues { min($0, 1) }
  }

  private func node(_ json: JSON, of layer: LayerConfig) throws -> Node {
    if let arguments = json["args"].array {
      return Node(
        arguments: try arguments.map { try template($0, layer) },
        keywords: try (json["kwargs"].object ?? [:]).mapValues { try template($0, layer) })
    }
    return try olderNode(json, of: layer)
  }

  /// An argument as Keras 3 writes it.
  private func template(_ json: JSON, _ layer: LayerConfig) throws -> ArgumentTemplate {
    if json["class_name"] == .string("__keras_tensor__") {
      guard let history = json["config"]["keras_history"].array,
        let reference = reference(history[...])
      else { throw layer.error("an argument refers to a tensor that does not exist") }
      return .tensor(reference)
    }
    if let elements = json.array {
      return .list(try elements.map { try template($0, layer) })
    }
    if let members = json.object, members["class_name"] == nil {
      return .dictionary(try members.mapValues { try template($0, layer) })
    }
    return .value(json)
  }

  /// A use as Keras 2 writes it: tensors as name, use and number, arguments by name behind the
  /// first of them.
  private func olderNode(_ json: JSON, of layer: LayerConfig) throws -> Node {
    var keywords: [String: ArgumentTemplate] = [:]
    func first(_ json: JSON) throws -> ArgumentTemplate {
      if let parts = json.array, parts.count >= 3, parts[0].string != nil, parts[1].integer != nil {
        for (name, value) in (parts.count > 3 ? parts[3].object : nil) ?? [:] {
          keywords[name] = try olderTemplate(value, layer)
        }
        if parts[0] == .string("_CONSTANT_VALUE") { return .value(parts[2]) }
        guard let reference = reference(parts[..<3]) else {
          throw layer.error("an argument refers to a tensor that does not exist")
        }
        return .tensor(reference)
      }
      if let members = json.object { return .dictionary(try members.mapValues(first)) }
      guard let elements = json.array else { return .value(json) }
      return .list(try elements.map(first))
    }
    let template = try first(json)
    if case .list(let elements) = template, elements.count == 1 {
      return Node(arguments: elements, keywords: keywords)
    }
    return Node(arguments: [template], keywords: keywords)
  }

  private func olderTemplate(_ json: JSON, _ layer: LayerConfig) throws -> ArgumentTemplate {
    if let parts = json.array {
      if parts.count == 3 || parts.count == 4, parts[0] == .string("_CONSTANT_VALUE") {
        return .value(parts[2])
      }
      if parts.count == 3 || parts.count == 4, let reference = reference(parts[..<3]) {
        return .tensor(reference)
      }
      return .list(try parts.map { try olderTemplate($0, layer) })
    }
    if let members = json.object, members["class_name"] == nil {
      return .dictionary(try members.mapValues { try olderTemplate($0, layer) })
    }
    return .value(json)
  }

  /// Name, use and number of a tensor; nil where these are none.
  private func reference(_ parts: ArraySlice<JSON>) -> TensorReference? {
    let parts = Array(parts)
    guard parts.count >= 3, let name = parts[0].string, let layer = indices[name],
      let node = parts[1].integer, let tensor = parts[2].integer, node >= 0, tensor >= 0
    else { return nil }
    return TensorReference(layer: layer, node: node, tensor: tensor)
  }

  /// The model's inputs or outputs: one, a list, or by name.
  private func terminals(_ key: String) throws -> [Terminal] {
    var used: Set<String> = []
    func collect(_ json: JSON, _ name: String?) throws -> [Terminal] {
      if let parts = json.array, parts.count == 3, parts[0].string != nil, parts[1].integer != nil {
        guard let reference = reference(parts[...]) else {
          throw config.error("'\(key)' names a tensor that does not exist")
        }
        let base = name ?? layers[reference.layer].config.name
        // A number behind names that come twice, the lowest that no other one has.
        var (unique, number) = (base, 0)
        while !used.insert(unique).inserted {
          number += 1
          unique = "\(base)_\(number)"
        }
        return [Terminal(name: unique, reference: reference)]
      }
      if let elements = json.array { return try elements.flatMap { try collect($0, nil) } }
      return try (json.object ?? [:]).sorted { $0.key < $1.key }.flatMap { member in
        try collect(member.value, key == "output_layers" ? member.key : nil)
      }
    }
    return try collect(config[key], nil)
  }
}

// MARK: - Running

extension Network {
  /// What the model makes of its inputs, in the order of its outputs.
  func results(
    for values: [MaskedTensor], builder: GraphBuilder
  ) throws -> [MaskedTensor] {
    guard values.count == inputs.count else {
      throw config.error("it is called with \(values.count) tensors, it has \(inputs.count) inputs")
    }
    var results: [TensorReference: MaskedTensor] = [:]
    for (input, value) in zip(inputs, values) { results[input.reference] = value }
    for output in outputs { try compute(output.reference, &results, builder) }
    return try outputs.map { try value(of: $0.reference, in: results) }
  }

  fileprivate func results(of call: LayerCall) throws -> [MaskedTensor] {
    var values = call.inputs
    // Inputs by name are in the order of the model's.
    if case .dictionary(let members)? = call.arguments.first,
      inputs.allSatisfy({ members[$0.name] != nil })
    {
      values = inputs.flatMap { members[$0.name]!.tensors }
    }
    return try results(for: values, builder: call.builder)
  }

  private struct Use: Hashable {
    let layer: Int
    let node: Int
  }

  /// Runs what a tensor needs, without recursion: models are deep.
  private func compute(
    _ root: TensorReference, _ results: inout [TensorReference: MaskedTensor],
    _ builder: GraphBuilder
  ) throws {
    var open = [root]
    var isOpen: Set<Use> = []
    while let next = open.last {
      if results[next] != nil {
        open.removeLast()
        continue
      }
      let use = Use(layer: next.layer, node: next.node)
      let node = try node(of: next)
      let missing = (node.arguments + node.keywords.values).flatMap(\.references)
        .filter { results[$0] == nil }
      guard !missing.isEmpty else {
        try run(node, next, &results, builder)
        open.removeLast()
        continue
      }
      guard isOpen.insert(use).inserted else {
        throw layers[next.layer].config.error("layers need each other in a ring")
      }
      open += missing
    }
  }

  private func node(of reference: TensorReference) throws -> Node {
    let own = nodes[reference.layer]
    let number = reference.node - (firstUses[reference.layer] ?? 0)
    guard own.indices.contains(number) else {
      throw layers[reference.layer].config.error(
        "its use number \(reference.node) is not in the file")
    }
    return own[number]
  }

  private func run(
    _ node: Node, _ reference: TensorReference,
    _ results: inout [TensorReference: MaskedTensor], _ builder: GraphBuilder
  ) throws {
    func filled(_ template: ArgumentTemplate) throws -> Argument {
      switch template {
      case .tensor(let reference): .tensor(try value(of: reference, in: results))
      case .list(let elements): .list(try elements.map(filled))
      case .dictionary(let members): .dictionary(try members.mapValues(filled))
      case .value(let json): .value(json)
      }
    }
    let layer = layers[reference.layer]
    let values = try builder.call(
      layer, node.arguments.map(filled), node.keywords.mapValues(filled))
    for (index, value) in values.enumerated() {
      let result = TensorReference(layer: reference.layer, node: reference.node, tensor: index)
      results[result] = value
    }
    guard results[reference] != nil else {
      throw layer.config.error(
        "it gives \(values.count) results, number \(reference.tensor) is used")
    }
  }

  private func value(
    of reference: TensorReference, in results: [TensorReference: MaskedTensor]
  ) throws -> MaskedTensor {
    guard let value = results[reference] else {
      throw layers[reference.layer].config.error("a result that is used does not exist")
    }
    return value
  }
}
