// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import TensorCore

// Where users ask for it, a node that has no form in the lite format stays what it is in TensorFlow;
// files then hold a custom operator of its name, which their runtime must know.
extension GraphConversion {
  /// Keeps a node as it is.
  ///
  /// - Parameter failure: why it was not converted, which is thrown where a custom operator cannot
  ///   say what it does either.
  mutating func keep(_ node: Node, insteadOf failure: ConversionError) throws(ConversionError) {
    guard case .tensorFlow(let operation, let attributes) = node.operation else { throw failure }
    func refusal(_ reason: String) -> ConversionError {
      var error = failure
      error.remedy =
        "\(failure.remedy ?? "change the model"); as a custom operator it cannot be "
        + "written either: it \(reason)"
      return error
    }
    if attributes.values.contains(where: \.namesFunction) { throw refusal("calls functions") }
    var inputs: [ValueID] = []
    for case let input? in node.inputs {
      guard let new = try newValue(of: input) else { return }
      guard legalizer.resources[new] == nil, legalizer.pendingLists[new] == nil,
        legalizer.complexParts[new] == nil
      else { throw refusal("takes a handle, a list or complex numbers") }
      inputs.append(new)
    }
    for output in node.outputs where [.resource, .variant].contains(old[output].type) {
      throw refusal("gives a \(old[output].type.name)")
    }
    let results = legalizer.keep(
      operation, attributes, name: node.name, inputs: inputs, results: node.outputs.map { old[$0] })
    define(node.outputs, as: results, inputs: inputs)
  }
}

extension Legalizer {
  /// Appends a node of TensorFlow's; its results have the types and shapes that the model notes.
  fileprivate mutating func keep(
    _ operation: String, _ attributes: [String: Attribute], name: String, inputs: [ValueID],
    results: [Value]
  ) -> [ValueID] {
    let outputs = results.map { result in
      define(
        standIn: result.name, type: result.type,
        sizes: result.shape?.map { $0.map { Size($0) } })
    }
    append(
      Node(
        name: name, operation: .tensorFlow(operation, attributes), inputs: inputs,
        outputs: outputs))
    return outputs
  }
}

extension Attribute {
  fileprivate var namesFunction: Bool {
    switch self {
    case .function: true
    case .list(let list): list.contains(where: \.namesFunction)
    default: false
    }
  }
}

/// The options of a custom operator that stands for a node of TensorFlow's: a FlexBuffer map of its
/// attributes, byte for byte as TensorFlow's converter writes it with `allow_custom_ops`.
///
/// Types are the lite format's numbers. It leaves out shapes, tensors, lists of types and empty lists,
/// and what begins with an underscore, which is TensorFlow's own.
package func customOptions(of attributes: [String: Attribute]) -> [UInt8] {
  var options: [String: FlexOption] = [:]
  for (key, attribute) in attributes where !key.hasPrefix("_") {
    options[key] = FlexOption(attribute)
  }
  return flexMap(options)
}

extension FlexOption {
  fileprivate init?(_ attribute: Attribute) {
    switch attribute {
    case .integer(let number): self = .integer(number)
    case .float(let number): self = .float(number)
    case .bool(let isTrue): self = .bool(isTrue)
    case .string(let text): self = .string(text)
    case .type(let type): self = .integer(Int(type.rawValue))
    case .shape, .tensor, .function: return nil
    case .list(let list):
      guard let first = list.first else { return nil }
      switch first {
      case .integer:
        self = .integers(
          list.compactMap { if case .integer(let number) = $0 { number } else { nil } })
      case .float:
        self = .floats(list.compactMap { if case .float(let number) = $0 { number } else { nil } })
      case .string:
        self = .strings(list.compactMap { if case .string(let text) = $0 { text } else { nil } })
      default: return nil
      }
    }
  }
}
