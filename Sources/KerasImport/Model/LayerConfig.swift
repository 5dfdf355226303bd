// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// What a file says of a layer.
struct LayerConfig: Sendable {
  /// As in `Conv2D`, without the package of registered classes.
  let className: String
  let name: String
  /// Whether it is an operation of `keras.ops`, some of which are called as layers are.
  let isOperation: Bool
  /// Whether it may be either.
  let isUnmarked: Bool
  /// Whether it is a class of the user's.
  let isRegistered: Bool
  private let settings: [String: JSON]
  /// The shapes with which Keras 3 built it.
  let buildConfig: JSON

  /// - Throws: where it has no class or no settings.
  init(_ json: JSON) throws {
    guard let full = json["class_name"].string else {
      throw importError("a layer of the configuration has no class")
    }
    let parts = full.split(separator: ">", omittingEmptySubsequences: false)
    className = String(parts.last ?? "")
    let module = json["module"].string ?? ""
    isOperation = module.hasPrefix("keras.src.ops") || module.hasPrefix("keras.ops")
    let registered = json["registered_name"].string
    isRegistered =
      (parts.count > 1 && !["Custom", "Keras"].contains(parts[0]))
      || (registered.map { !$0.hasPrefix("Keras") && $0.contains(">") } ?? false)
    if case .array(let layers) = json["config"] {
      settings = ["layers": .array(layers)]
    } else {
      guard let object = json["config"].object else {
        throw importError("a layer of class \(full) has no configuration")
      }
      settings = object
    }
    // Files of Keras 3 in HDF5 do not name modules; operations have no weights to train.
    isUnmarked = json["module"] == .null && settings["trainable"] == nil
    name = settings["name"]?.string ?? json["name"].string ?? Self.snakeCase(className)
    buildConfig = json["build_config"]
  }

  /// This layer under another name.
  func renamed(_ name: String) -> LayerConfig {
    var settings = settings
    settings["name"] = .string(name)
    return LayerConfig(copying: self, settings: settings)
  }

  /// This layer as an operation of `keras.ops`, where it is not marked as either.
  var asOperation: LayerConfig {
    LayerConfig(copying: self, settings: settings, isOperation: true)
  }

  /// This layer with other settings.
  func with(_ changes: [String: JSON]) -> LayerConfig {
    LayerConfig(copying: self, settings: settings.merging(changes) { $1 })
  }

  private init(
    copying other: LayerConfig, settings: [String: JSON], isOperation: Bool? = nil
  ) {
    className = other.className
    name = settings["name"]?.string ?? other.name
    self.isOperation = isOperation ?? other.isOperation
    isUnmarked = other.isUnmarked
    isRegistered = other.isRegistered
    buildConfig = other.buildConfig
    self.settings = settings
  }

  /// A layer that another one is made of.
  init(className: String, name: String, settings: [String: JSON]) {
    self.className = className
    self.name = name
    self.settings = settings
    isOperation = false
    isUnmarked = false
    isRegistered = false
    buildConfig = .null
  }

  /// An error that names this layer.
  func error(_ reason: String) -> ConversionError {
    importError("layer '\(name)' (\(className)): \(reason)")
  }

  // MARK: Settings

  /// The setting; null where there is none.
  subscript(key: String) -> JSON {
    settings[key] ?? .null
  }

  /// Whether there is such a setting, though it be null.
  func has(_ key: String) -> Bool { settings[key] != nil }

  var isTrainable: Bool { settings["trainable"]?.bool ?? true }

  func integer(_ key: String, default fallback: Int? = nil) throws -> Int {
    if let value = self[key].integer ?? (self[key] == .null ? fallback : nil) { return value }
    throw mistyped(key, "a whole number of 32 bits")
  }

  func number(_ key: String, default fallback: Double? = nil) throws -> Double {
    if let value = self[key].number ?? (self[key] == .null ? fallback : nil) { return value }
    throw mistyped(key, "a number")
  }

  func bool(_ key: String, default fallback: Bool) throws -> Bool {
    if let value = self[key].bool ?? self[key].integer.map({ $0 != 0 }) { return value }
    guard self[key] == .null else { throw mistyped(key, "true or false") }
    return fallback
  }

  func string(_ key: String, default fallback: String? = nil) throws -> String {
    if let value = self[key].string ?? (self[key] == .null ? fallback : nil) { return value }
    throw mistyped(key, "a text")
  }

  /// A whole number for each of several axes, given as one for all or one each.
  func integers(_ key: String, count: Int, default fallback: Int? = nil) throws -> [Int] {
    if self[key] == .null, let fallback { return Array(repeating: fallback, count: count) }
    if let one = self[key].integer { return Array(repeating: one, count: count) }
    guard let values = self[key].integers, values.count == count else {
      throw mistyped(key, "\(count) whole numbers")
    }
    return values
  }

  /// Two numbers for each of several axes: one for all, one an axis, or two an axis.
  func pairs(_ key: String, count: Int) throws -> [(Int, Int)] {
    if let one = self[key].integer { return Array(repeating: (one, one), count: count) }
    if count == 1, let two = self[key].integers, two.count == 2 { return [(two[0], two[1])] }
    guard let axes = self[key].array, axes.count == count else {
      throw mistyped(key, "\(count) pairs of whole numbers")
    }
    return try axes.map { axis in
      if let one = axis.integer { return (one, one) }
      guard let two = axis.integers, two.count == 2 else {
        throw mistyped(key, "\(count) pairs of whole numbers")
      }
      return (two[0], two[1])
    }
  }

  private func mistyped(_ key: String, _ expected: String) -> ConversionError {
    error(
      self[key] == .null
        ? "setting '\(key)' is missing" : "setting '\(key)' is not \(expected)")
  }

  /// Whether Keras 3 has quantized the layer to whole numbers of 8 bits.
  var isInt8: Bool {
    self["dtype"]["class_name"].string == "QuantizedDTypePolicy"
      && self["dtype"]["config"]["mode"].string == "int8"
  }

  /// Whether channels are the axis behind the batch.
  var isChannelsFirst: Bool { self["data_format"].string == "channels_first" }

  /// The element type that `dtype` says: a name, or a policy with one.
  var dataType: ElementType? {
    let dtype = self["dtype"]
    let name = dtype.string ?? dtype["config"]["name"].string
    return name.flatMap { ElementType(kerasName: $0) }
  }

  /// The class's name as Keras 3 files its weights; one of them is saved under another name.
  var folderName: String {
    Self.snakeCase(className == "GroupQueryAttention" ? "GroupedQueryAttention" : className)
  }

  /// A class's name as Keras 3 files its layers, as in `depthwise_conv2d`.
  static func snakeCase(_ name: String) -> String {
    let characters = Array(name.filter { $0.isLetter || $0.isNumber || $0 == "_" })
    var result: [Character] = []
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : " "
      let isWord = character.isUppercase && next.isLowercase
      let previous = index > 0 ? characters[index - 1] : " "
      if index > 0, character.isUppercase,
        previous.isLowercase || (isWord && previous != "_")
      {
        result.append("_")
      }
      result += character.lowercased()
    }
    return String(result)
  }
}

extension ElementType {
  /// The type of a name of Keras; all floating-point ones are float32 here, in which models run.
  init?(kerasName: String) {
    switch kerasName {
    case "float16", "bfloat16", "float32", "float64", "half", "double", "float": self = .float32
    case "mixed_float16", "mixed_bfloat16": self = .float32
    case "int8": self = .int8
    case "uint8": self = .uint8
    case "int16": self = .int16
    case "uint16": self = .uint16
    case "int32": self = .int32
    case "uint32": self = .uint32
    case "int64": self = .int64
    case "uint64": self = .uint64
    case "bool": self = .bool
    case "string": self = .string
    default: return nil
    }
  }
}
