// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Layers that look tokens up in a vocabulary, which becomes a table.
let lookupLayers: [LayerKind] = [
  LayerKind(simple: "IntegerLookup", "StringLookup") { call, x in
    try Vocabulary(call).lookedUp(call, x)
  }
]

/// The tokens of a layer, and what stands before them.
private struct Vocabulary {
  let isText: Bool
  /// Without those that stand for what is masked or unknown.
  let tokens: [JSON]
  /// What counts as absent; null where nothing does.
  let mask: JSON
  let unknown: JSON
  let unknownCount: Int
  let isInverse: Bool
  let mode: String
  /// The number of the first token.
  let start: Int

  init(_ call: LayerCall) throws {
    let config = call.config
    isText = config.className == "StringLookup"
    isInverse = try config.bool("invert", default: false)
    mode = try config.string("output_mode", default: "int")
    unknownCount = try config.integer("num_oov_indices", default: 1)
    guard (0...1 << 16).contains(unknownCount) else {
      throw config.error("it has \(unknownCount) places for what is unknown")
    }
    mask = config["mask_token"]
    let given = config["oov_token"]
    unknown = given != .null ? given : isText ? .string("[UNK]") : .integer(-1)
    let isMaskCounted = mask != .null && mode == "int"
    start = unknownCount + (isMaskCounted ? 1 : 0)
    guard var tokens = try Self.given(call, isText: isText) else {
      throw config.error(
        "its vocabulary is not in the file; give it as vocabulary=[…], or save the model with "
          + "model.export(folder) and convert the folder")
    }
    let special = (isMaskCounted ? [mask] : []) + Array(repeating: unknown, count: unknownCount)
    if !special.isEmpty, tokens.starts(with: special) { tokens.removeFirst(special.count) }
    self.tokens = tokens
  }

  /// The list of the configuration, or the lines of a file that comes with the model.
  private static func given(_ call: LayerCall, isText: Bool) throws -> [JSON]? {
    let setting = call.config["vocabulary"]
    if let list = setting.array ?? setting["config"]["value"].array {
      let tokens = list.filter { isText ? $0.string != nil : $0.wholeNumber != nil }
      guard tokens.count == list.count else {
        throw call.config.error("its vocabulary has tokens of another type than it looks up")
      }
      return tokens
    }
    guard var lines = call.layer.vocabulary else { return nil }
    while lines.last == "" { lines.removeLast() }
    let tokens = lines.compactMap { line in isText ? .string(line) : Int(line).map(JSON.integer) }
    guard tokens.count == lines.count else {
      throw call.config.error("its vocabulary has lines that are no numbers")
    }
    return tokens
  }

  func lookedUp(_ call: LayerCall, _ x: Tensor) throws -> Tensor {
    let b = call.builder
    guard !tokens.isEmpty else { throw call.config.error("its vocabulary is empty") }
    // What is masked is 0 as a number, and nothing where tokens become vectors.
    let isMasked = mask != .null
    let words = constant((isMasked ? [mask] : []) + tokens, b)
    let numbers = (isMasked ? [mode == "int" ? 0 : -2] : []) + tokens.indices.map { $0 + start }
    let places = b.constant(numbers, type: .int64)
    let keys = isText && !isInverse ? x : b.cast(x, to: .int64)
    guard !isInverse else {
      return try b.lookup(keys, in: (places, words), else: constant([unknown], b, shape: []))
    }
    let none = b.constant([unknownCount == 1 ? start - 1 : -1], shape: [], type: .int64)
    var result = try b.lookup(keys, in: (words, places), else: none)
    if unknownCount > 1 { result = try spread(call, keys, result) }
    guard mode != "int" else { return result }
    return try vectors(call, result)
  }

  /// What is unknown on as many places as there are for it.
  private func spread(_ call: LayerCall, _ keys: Tensor, _ found: Tensor) throws -> Tensor {
    let b = call.builder
    guard !isText, ![JSON.string("farmhash")].contains(call.config["oov_method"]) else {
      throw call.config.error(
        "several places for what is unknown (num_oov_indices) need a hash of texts, which .tflite "
          + "files have no operator for; use num_oov_indices=1")
    }
    let place = try b.add(
      b.binary("FloorMod", keys, b.scalar(Double(unknownCount), like: keys)),
      Double(start - unknownCount))
    let isUnknown = try b.comparison("Equal", found, b.scalar(-1, like: found))
    return try b.select(isUnknown, place, found)
  }

  private func vectors(_ call: LayerCall, _ places: Tensor) throws -> Tensor {
    let b = call.builder
    let isPadded = try call.config.bool("pad_to_max_tokens", default: false)
    let count = isPadded ? try call.config.integer("max_tokens") : start + tokens.count
    guard count >= start + tokens.count, count <= 1 << 24 else {
      throw call.config.error("its vocabulary has more tokens than the \(count) it may have")
    }
    let isWeighted = mode == "tf_idf" || mode == "tf-idf"
    let result = try encoded(
      call, b.cast(places, to: .int32), mode: isWeighted ? "count" : mode, count: count,
      weights: nil)
    guard isWeighted else {
      return b.program.kerasVersion < 3 ? result : b.cast(result, to: .int64)
    }
    let weights = LiteralArray(call.config["idf_weights"])?.numbers ?? []
    guard weights.count == tokens.count else {
      throw call.config.error("its idf_weights are not in the file, or not one for each token")
    }
    // What is unknown has the mean weight.
    let mean = weights.reduce(0, +) / Double(weights.count)
    let all = Array(repeating: mean, count: start) + weights
    let padded = all + Array(repeating: 0, count: count - all.count)
    return try b.multiply(result, b.constant(padded.map { Float($0) }))
  }

  /// Tokens as a tensor.
  private func constant(_ tokens: [JSON], _ b: GraphBuilder, shape: [Int]? = nil) -> Tensor {
    guard isText else {
      return b.constant(tokens.map { $0.wholeNumber ?? 0 }, shape: shape, type: .int64)
    }
    return b.constant(texts: tokens.map { $0.string ?? "" }, shape: shape ?? [tokens.count])
  }
}

extension JSON {
  /// A whole number of up to 64 bits, as keys are.
  fileprivate var wholeNumber: Int? {
    if case .integer(let number) = self { number } else { nil }
  }
}

extension GraphBuilder {
  /// Strings as the lite format stores them: their count, where each begins and the last ends, then
  /// the bytes.
  func constant(texts: [String], shape: [Int]) -> Tensor {
    var position = 4 * (texts.count + 2)
    var head = [Int32(texts.count)]
    for text in texts {
      head.append(Int32(position))
      position += text.utf8.count
    }
    head.append(Int32(position))
    var bytes = head.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
    for text in texts { bytes += text.utf8 }
    return constant(ConstantData(bytes), type: .string, shape: shape, name: "\(scope)/Const")
  }

  /// What a table of its own has for keys.
  fileprivate func lookup(
    _ keys: Tensor, in table: (keys: Tensor, values: Tensor), else fallback: Tensor
  ) throws -> Tensor {
    let types: [String: Attribute] = [
      "key_dtype": .type(table.keys.type), "value_dtype": .type(table.values.type),
    ]
    let name = program.newGraphName("\(scope)/table")
    let handle = try emit(
      "HashTableV2", [], types.merging(["shared_name": .string(name)]) { $1 }, type: .resource,
      shape: [])
    _ = try emit(
      "LookupTableImportV2", [handle, table.keys, table.values],
      ["Tin": .type(table.keys.type), "Tout": .type(table.values.type)], results: [])
    return try emit(
      "LookupTableFindV2", [handle, keys, fallback],
      ["Tin": .type(table.keys.type), "Tout": .type(table.values.type)],
      type: table.values.type, shape: keys.shape)
  }
}
