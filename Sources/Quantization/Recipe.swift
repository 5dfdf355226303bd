// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import TensorCore

/// What is to be quantized and how: rules, of which the last one that selects a layer decides.
package struct Recipe: Hashable, Sendable {
  package var rules: [Rule]

  package init(_ rules: [Rule]) {
    self.rules = rules
  }

  /// Leaves everything as it is.
  package static let none = Recipe([])
  /// int8 weights, which operators read with activations that they quantize while they run.
  package static let dynamicRange = Recipe([Rule(configuration: .dynamicRange)])
  /// Half float constants, made float again when the model is loaded.
  package static let float16 = Recipe([Rule(configuration: .float16)])
  /// int8 constants, made float again when the model is loaded.
  package static let storedInteger = Recipe([Rule(configuration: .storedInteger)])
  /// int8 weights and int16 activations, with ranges from representative data.
  package static let int16 = Recipe([Rule(configuration: .int16)])
  /// int8 weights and activations, with ranges from representative data.
  package static let int8 = Recipe([Rule(configuration: .int8)])

  /// Whether ranges of activations are needed.
  package var needsStatistics: Bool {
    rules.contains { $0.algorithm == .minMax && $0.configuration.activations != .float32 }
  }

  /// The integers that activations become.
  package var scheme: IntegerScheme {
    rules.contains { $0.algorithm == .minMax && $0.configuration.activations == .int16 }
      ? .int16 : .int8
  }

  /// - Throws: where rules, or inputs and outputs, want different integers.
  func checkScheme(io: ElementType) throws(ConversionError) {
    let types = Set(
      rules.filter { $0.algorithm == .minMax }.map(\.configuration.activations)
        .filter { $0 != .float32 })
    guard types.count <= 1 else {
      throw ConversionError("activations are either int8 or int16 in a model", stage: "recipe")
    }
    let fits = io == .float32 || (io == .int16) == (types.first == .int16)
    guard fits else {
      throw ConversionError(
        "--io \(io.name) does not go with \(scheme.activationType.name) activations",
        stage: "recipe")
    }
  }

  /// One sentence: an algorithm for some operators in some places, with a configuration.
  package struct Rule: Hashable, Sendable {
    package var algorithm: Algorithm
    /// Operators of the format; none for all.
    package var operators: [BuiltinOperator]
    /// Patterns of layers' names, in which `*` stands for any characters; none for all.
    package var names: [String]
    /// Keys of signatures whose graphs, and those that these call, are meant; none for all.
    package var signatures: [String]
    package var configuration: Configuration

    package init(
      _ algorithm: Algorithm = .minMax, operators: [BuiltinOperator] = [], names: [String] = [],
      signatures: [String] = [], configuration: Configuration = .int8
    ) {
      self.algorithm = algorithm
      self.operators = operators
      self.names = names
      self.signatures = signatures
      self.configuration = configuration
    }

    /// Whether the rule is for every layer of every model.
    var selectsAll: Bool { operators.isEmpty && names.isEmpty && signatures.isEmpty }

    /// Whether the rule is for a layer.
    ///
    /// - Parameter names: those of the node and of its results.
    /// - Parameter signatures: those whose graphs hold the layer.
    func selects(_ builtin: BuiltinOperator, names: [String], signatures: Set<String>) -> Bool {
      (operators.isEmpty || operators.contains(builtin))
        && (self.names.isEmpty
          || self.names.contains { pattern in names.contains { matches($0, pattern: pattern) } })
        && (self.signatures.isEmpty || self.signatures.contains { signatures.contains($0) })
    }
  }

  /// How the scales of activations are chosen.
  package enum Algorithm: String, CaseIterable, Sendable {
    /// From the smallest and largest value seen.
    case minMax = "min_max"
    /// Not at all: what the rule selects stays float.
    case float
  }

  /// What becomes of a layer's numbers.
  package struct Configuration: Hashable, Sendable {
    /// int8, float16 or float32.
    package var weights: ElementType
    /// int8, int16 or float32.
    package var activations: ElementType
    /// Whether int8 weights beside float activations are made float when the model is loaded.
    package var dequantizes: Bool
    package var granularity: Granularity
    /// Layers and constants with fewer weights stay as they are: they save little.
    package var minimumElementCount: Int

    package init(
      weights: ElementType, activations: ElementType, dequantizes: Bool = false,
      granularity: Granularity = .channel, minimumElementCount: Int = 0
    ) {
      self.dequantizes = dequantizes
      self.weights = weights
      self.activations = activations
      self.granularity = granularity
      self.minimumElementCount = minimumElementCount
    }

    package static let int8 = Configuration(weights: .int8, activations: .int8)
    package static let int16 = Configuration(weights: .int8, activations: .int16)
    package static let storedInteger = Configuration(
      weights: .int8, activations: .float32, dequantizes: true, minimumElementCount: 1024)
    package static let float16 = Configuration(weights: .float16, activations: .float32)
    package static let dynamicRange = Configuration(
      weights: .int8, activations: .float32, minimumElementCount: 1024)
  }

  /// How many scales weights have.
  package enum Granularity: String, CaseIterable, Sendable {
    /// One for each output channel, where the operator takes them so.
    case channel
    /// One for all.
    case tensor
  }
}

extension Recipe.Rule: CustomStringConvertible {
  /// The rule as a sentence, as in `CONV_2D in 'head/*': int8 weights per channel, int8 activations,
  /// scales by min_max`.
  package var description: String {
    var scope = operators.isEmpty ? "all" : operators.map(\.name).joined(separator: ", ")
    if !names.isEmpty { scope += " in " + quoted(names) }
    if !signatures.isEmpty { scope += " of signature " + quoted(signatures) }
    return scope + ": " + (algorithm == .float ? "float" : "\(configuration)")
      + (algorithm == .minMax && configuration.activations != .float32
        ? ", scales by \(algorithm.rawValue)" : "")
  }

  private func quoted(_ texts: [String]) -> String {
    texts.map { "'\($0)'" }.joined(separator: ", ")
  }
}

extension Recipe.Configuration: CustomStringConvertible {
  package var description: String {
    var text = (dequantizes ? "stored " : "") + "\(weights.name) weights"
    if weights == .int8 { text += " per \(granularity.rawValue)" }
    if minimumElementCount > 0 { text += " from \(minimumElementCount) elements on" }
    return text + ", \(activations.name) activations"
  }
}

/// Whether `text` is what `pattern` says, in which `*` stands for any characters, also none.
func matches(_ text: String, pattern: String) -> Bool {
  let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
  let star = UInt8(ascii: "*")
  var (position, place) = (0, 0)
  // Where to go on if the characters behind the last star do not fit.
  var retry: (position: Int, place: Int)?
  while position < text.count {
    if place < pattern.count, pattern[place] == star {
      place += 1
      retry = (position, place)
    } else if place < pattern.count, pattern[place] == text[position] {
      (position, place) = (position + 1, place + 1)
    } else if let last = retry {
      retry = (last.position + 1, last.place)
      (position, place) = (last.position + 1, last.place)
    } else {
      return false
    }
  }
  return pattern[place...].allSatisfy { $0 == star }
}
