// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// A TensorFlow node on its way to the lite format: its inputs are converted already.
package struct TensorFlowNode {
  package let name: String
  /// As in `Conv2D`.
  package let operation: String
  /// Values of the graph that is being built.
  package let inputs: [ValueID]
  /// How many results the node gives.
  package let resultCount: Int
  private let attributes: [String: Attribute]

  package init(
    name: String, operation: String, inputs: [ValueID], resultCount: Int,
    attributes: [String: Attribute]
  ) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.resultCount = resultCount
    self.attributes = attributes
  }

  /// The same node with another value as input 0.
  func taking(_ value: ValueID) -> TensorFlowNode {
    with(inputs: [value] + inputs.dropFirst())
  }

  /// The same node with other inputs, and lists of integers as further attributes.
  func with(inputs: [ValueID], lists: [String: [Int]] = [:]) -> TensorFlowNode {
    let added = lists.mapValues { Attribute.list($0.map { .integer($0) }) }
    return TensorFlowNode(
      name: name, operation: operation, inputs: inputs, resultCount: resultCount,
      attributes: attributes.merging(added) { $1 })
  }

  /// An error that names this node.
  package func error(_ reason: String) -> ConversionError {
    ConversionError(reason, node: name, stage: "legalize", operator: operation)
  }

  /// The attribute as it stands; nil where it is absent.
  func attribute(_ key: String) -> Attribute? { attributes[key] }

  /// Input `index`.
  ///
  /// - Throws: where the node has fewer inputs.
  package func input(_ index: Int) throws(ConversionError) -> ValueID {
    guard inputs.indices.contains(index) else {
      throw error("has \(inputs.count) inputs, needs at least \(index + 1)")
    }
    return inputs[index]
  }

  /// The attribute as an integer of 32 bits, which sizes, axes and counts fit; `fallback` where it is
  /// absent.
  package func integer(
    _ key: String, default fallback: Int? = nil
  ) throws(ConversionError) -> Int {
    let value = try wideInteger(key, default: fallback)
    guard Int32(exactly: value) != nil else { throw tooLarge(key, value) }
    return value
  }

  /// The attribute as an integer of 64 bits, as seeds are; `fallback` where it is absent.
  package func wideInteger(
    _ key: String, default fallback: Int? = nil
  ) throws(ConversionError) -> Int {
    switch attributes[key] {
    case .integer(let value): return value
    case nil:
      if let fallback { return fallback }
      throw missing(key)
    default: throw mistyped(key, "an integer")
    }
  }

  package func integers(
    _ key: String, default fallback: [Int]? = nil
  ) throws(ConversionError) -> [Int] {
    guard let attribute = attributes[key] else {
      if let fallback { return fallback }
      throw missing(key)
    }
    guard case .list(let elements) = attribute else { throw mistyped(key, "a list of integers") }
    var values: [Int] = []
    for element in elements {
      guard case .integer(let value) = element else { throw mistyped(key, "a list of integers") }
      guard Int32(exactly: value) != nil else { throw tooLarge(key, value) }
      values.append(value)
    }
    return values
  }

  package func floats(_ key: String) throws(ConversionError) -> [Float] {
    guard let attribute = attributes[key] else { throw missing(key) }
    guard case .list(let elements) = attribute else { throw mistyped(key, "a list of numbers") }
    var values: [Float] = []
    for element in elements {
      guard case .float(let value) = element else { throw mistyped(key, "a list of numbers") }
      values.append(value)
    }
    return values
  }

  package func float(
    _ key: String, default fallback: Float? = nil
  ) throws(ConversionError) -> Float {
    switch attributes[key] {
    case .float(let value): return value
    case nil:
      if let fallback { return fallback }
      throw missing(key)
    default: throw mistyped(key, "a number")
    }
  }

  package func bool(
    _ key: String, default fallback: Bool = false
  ) throws(ConversionError) -> Bool {
    switch attributes[key] {
    case .bool(let value): return value
    case nil: return fallback
    default: throw mistyped(key, "true or false")
    }
  }

  package func string(
    _ key: String, default fallback: String? = nil
  ) throws(ConversionError) -> String {
    switch attributes[key] {
    case .string(let value): return value
    case nil:
      if let fallback { return fallback }
      throw missing(key)
    default: throw mistyped(key, "a string")
    }
  }

  package func type(
    _ key: String, default fallback: ElementType? = nil
  ) throws(ConversionError) -> ElementType {
    switch attributes[key] {
    case .type(let value): return value
    case nil:
      if let fallback { return fallback }
      throw missing(key)
    default: throw mistyped(key, "an element type")
    }
  }

  /// The tensor of a `Const`.
  package func tensor(_ key: String) throws(ConversionError) -> Value {
    guard case .tensor(let value)? = attributes[key] else { throw mistyped(key, "a tensor") }
    return value
  }

  private func missing(_ key: String) -> ConversionError {
    error("attribute '\(key)' is missing")
  }

  private func tooLarge(_ key: String, _ value: Int) -> ConversionError {
    error("attribute '\(key)' is \(value), which 32 bits do not hold")
  }

  private func mistyped(_ key: String, _ expected: String) -> ConversionError {
    error("attribute '\(key)' is not \(expected)")
  }
}
