// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import LiteFormat
import TensorCore

extension Recipe {
  /// Reads a recipe: an object with `rules`, a list of objects.
  ///
  /// | key                | value                                             | default           |
  /// |--------------------|---------------------------------------------------|-------------------|
  /// | `algorithm`        | `min_max`, or `float` to leave layers as they are | `min_max`         |
  /// | `operators`        | a name of the format, as in `CONV_2D`, or several | all               |
  /// | `names`            | a layer's name, or several; `*`: any characters   | all               |
  /// | `signatures`       | a signature's key, or several                     | all               |
  /// | `weights`          | `int8`, `float16` or `float32`                    | `int8`            |
  /// | `activations`      | `int8`, `int16` or `float32`                      | `float32`         |
  /// | `explicit_dequantize` | int8 weights are made float when the model is loaded | `false`     |
  /// | `granularity`      | `channel` or `tensor`                             | `channel`         |
  /// | `minimum_elements` | layers with fewer weights stay as they are        | 1024 for int8 weights with float activations, else 0 |
  ///
  /// - Throws: for text that is no JSON, unknown keys and words, and rules that contradict
  ///   themselves; the error names the rule.
  package init(json: Data) throws(ConversionError) {
    do {
      self.init(try JSONDecoder().decode(Document.self, from: json).rules.map(\.rule))
    } catch let error as RecipeFault {
      throw ConversionError(error.reason, stage: "recipe")
    } catch let error as DecodingError {
      throw ConversionError(error.reason, stage: "recipe")
    } catch {
      throw ConversionError("\(error)", stage: "recipe")
    }
  }
}

/// What is wrong with a recipe.
private struct RecipeFault: Error {
  let reason: String

  init(_ reason: String, at path: [any CodingKey] = []) {
    self.reason = place(path) + reason
  }
}

/// As in `rule 2: `, counted from 1.
private func place(_ path: [any CodingKey]) -> String {
  guard let index = path.lazy.compactMap(\.intValue).first else { return "" }
  return "rule \(index + 1): "
}

extension DecodingError {
  fileprivate var reason: String {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context):
      let key = context.codingPath.last { $0.intValue == nil }?.stringValue ?? "the recipe"
      return place(context.codingPath) + "'\(key)' has a value of another kind than it takes"
    case .dataCorrupted(let context): return place(context.codingPath) + "no valid JSON"
    @unknown default: return "\(self)"
    }
  }
}

/// Any key of an object.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) { nil }
}

extension Decoder {
  /// - Throws: `RecipeFault` for a key that is none of `Key`.
  fileprivate func container<Key: CodingKey & CaseIterable>(
    only _: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    for key in try container(keyedBy: AnyKey.self).allKeys
    where Key(stringValue: key.stringValue) == nil {
      let known = Key.allCases.map { "'\($0.stringValue)'" }.joined(separator: ", ")
      throw RecipeFault(
        "there is no key '\(key.stringValue)'; keys are \(known)", at: codingPath)
    }
    return try container(keyedBy: Key.self)
  }
}

private struct Document: Decodable {
  enum Key: String, CodingKey, CaseIterable {
    case rules
  }

  let rules: [RuleEntry]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(only: Key.self)
    guard container.contains(.rules) else { throw RecipeFault("it has no 'rules'") }
    rules = try container.decode([RuleEntry].self, forKey: .rules)
  }
}

/// One word or a list of words.
private struct Words: Decodable {
  let words: [String]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let word = try? container.decode(String.self) {
      words = [word]
    } else {
      words = try container.decode([String].self)
    }
  }
}

private struct RuleEntry: Decodable {
  enum Key: String, CodingKey, CaseIterable {
    case algorithm, operators, names, signatures, weights, activations, granularity
    case minimumElements = "minimum_elements"
    case explicitDequantize = "explicit_dequantize"
  }

  let rule: Recipe.Rule

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(only: Key.self)
    let path = decoder.codingPath
    func words(_ key: Key) throws -> [String] {
      try container.decodeIfPresent(Words.self, forKey: key)?.words ?? []
    }
    func choice<Choice>(
      _ key: Key, of choices: [(name: String, value: Choice)]
    ) throws -> Choice? {
      guard let word = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
      if let choice = choices.first(where: { $0.name == word }) { return choice.value }
      throw RecipeFault(
        "'\(key.rawValue)' is '\(word)', allowed: "
          + choices.map(\.name).joined(separator: ", "), at: path)
    }
    let algorithm = try choice(.algorithm, of: Recipe.Algorithm.allCases.map { ($0.rawValue, $0) })
    let weights = try choice(
      .weights, of: [("int8", ElementType.int8), ("float16", .float16), ("float32", .float32)])
    let activations = try choice(
      .activations, of: [("int8", ElementType.int8), ("int16", .int16), ("float32", .float32)])
    let granularity = try choice(
      .granularity, of: Recipe.Granularity.allCases.map { ($0.rawValue, $0) })
    let minimum = try container.decodeIfPresent(Int.self, forKey: .minimumElements)
    guard minimum ?? 0 >= 0 else { throw RecipeFault("'minimum_elements' is negative", at: path) }
    if algorithm == .float, container.contains(.weights) || container.contains(.activations) {
      throw RecipeFault("the algorithm 'float' takes neither weights nor activations", at: path)
    }
    var configuration = Recipe.Configuration(
      weights: weights ?? .int8, activations: activations ?? .float32)
    if configuration.activations != .float32, configuration.weights != .int8 {
      throw RecipeFault(
        "\(configuration.activations.name) activations take int8 weights", at: path)
    }
    configuration.dequantizes =
      try container.decodeIfPresent(Bool.self, forKey: .explicitDequantize) ?? false
    if configuration.dequantizes, configuration.activations != .float32 {
      throw RecipeFault("'explicit_dequantize' goes with float32 activations", at: path)
    }
    let isDynamic = configuration.weights == .int8 && configuration.activations == .float32
    configuration.granularity = granularity ?? .channel
    configuration.minimumElementCount =
      minimum ?? (isDynamic ? Recipe.Configuration.dynamicRange.minimumElementCount : 0)
    rule = Recipe.Rule(
      algorithm ?? .minMax, operators: try Self.operators(try words(.operators), at: path),
      names: try words(.names), signatures: try words(.signatures), configuration: configuration)
  }

  private static func operators(
    _ names: [String], at path: [any CodingKey]
  ) throws -> [BuiltinOperator] {
    try names.filter { $0 != "*" }.map { name in
      guard
        let number = (0..<BuiltinOperator.count).first(where: {
          BuiltinOperator(rawValue: Int32($0)).name == name
        })
      else {
        throw RecipeFault(
          "there is no operator '\(name)'; operators have the format's names, as in CONV_2D",
          at: path)
      }
      return BuiltinOperator(rawValue: Int32(number))
    }
  }
}
