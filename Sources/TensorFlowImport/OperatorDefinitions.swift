// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// The operators' results and default attributes, as the model's file says or else as TensorFlow
/// defines them: a file may leave out operators that only functions use.
struct OperatorDefinitions {
  /// What constants of few elements are counted in.
  let budget = ExpansionBudget()
  private let definitions: [String: TFOpDef]
  private static let known = knownOperators()

  init(_ list: TFOpList) {
    definitions = Dictionary(list.op.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The results of one node: the types of all, and where those of each name begin.
  struct Results {
    var types: [Int32] = []
    var starts: [String: Int] = [:]

    init() {}

    /// Those of a call of a function, each of a name of its own.
    init(names: [String]) {
      starts = Dictionary(
        names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Appends the results that an argument stands for.
    fileprivate mutating func append(_ name: String, _ newTypes: some Sequence<Int32>) {
      starts[name] = types.count
      types.append(contentsOf: newTypes)
    }
  }

  func definition(of operation: String) -> TFOpDef? {
    definitions[operation] ?? Self.known[operation[...]].map { TFOpDef(listed: $0) }
  }

  /// - Throws: if the operator is not defined or the node lacks an attribute that its results need.
  func results(of node: TFNodeDef) throws -> Results {
    guard let definition = definition(of: node.op) else {
      throw importError("its operator '\(node.op)' is unknown", node: node.name)
    }
    var results = Results()
    for argument in definition.outputArg {
      if !argument.typeListAttr.isEmpty {
        results.append(
          argument.name, try attribute(argument.typeListAttr, of: node, definition).list.type)
        continue
      }
      var count = 1
      if !argument.numberAttr.isEmpty {
        let number = try attribute(argument.numberAttr, of: node, definition).i
        guard (0...65536).contains(number) else {
          throw importError("it claims \(number) results", node: node.name)
        }
        count = Int(number)
      }
      let type =
        argument.typeAttr.isEmpty
        ? argument.type : try attribute(argument.typeAttr, of: node, definition).type
      results.append(argument.name, repeatElement(type, count: count))
    }
    return results
  }

  private func attribute(
    _ name: String, of node: TFNodeDef, _ definition: TFOpDef
  ) throws -> TFAttrValue {
    if let value = node.attribute(name) { return value }
    if let attribute = definition.attr.first(where: { $0.name == name }), attribute.hasDefaultValue
    {
      return attribute.defaultValue
    }
    throw importError("it has no attribute '\(name)'", node: node.name)
  }

  /// The node's attributes, with the defaults of those it leaves out.
  ///
  /// Those that begin with an underscore are TensorFlow's notes to itself and are left out.
  func attributes(of node: TFNodeDef) throws -> [String: Attribute] {
    var attributes: [String: Attribute] = [:]
    for entry in node.attr where !entry.key.hasPrefix("_") {
      attributes[entry.key] = try Attribute(entry.value, node: node.name, budget)
    }
    for definition in definition(of: node.op)?.attr ?? []
    where definition.hasDefaultValue && attributes[definition.name] == nil {
      attributes[definition.name] = try Attribute(
        definition.defaultValue, node: node.name, budget)
    }
    return attributes
  }
}

extension TFNodeDef {
  func attribute(_ name: String) -> TFAttrValue? {
    attr.first { $0.key == name }?.value
  }

  /// The function that an attribute names.
  func function(_ name: String) throws -> String {
    guard let value = attribute(name), case .func(let function) = value.value else {
      throw importError("it names no function as '\(name)'", node: self.name)
    }
    return function.name
  }
}

extension Attribute {
  /// - Throws: if it holds a type that is not supported or a damaged tensor.
  init(_ value: TFAttrValue, node: String, _ budget: ExpansionBudget) throws {
    switch value.value {
    case .s(let bytes): self = .string(String(decoding: bytes, as: UTF8.self))
    case .i(let number): self = .integer(Int(number))
    case .f(let number): self = .float(number)
    case .b(let flag): self = .bool(flag)
    case .type(let number): self = .type(try .from(number, node: node))
    case .shape(let shape): self = .shape(try shape.partialShape(of: node))
    case .tensor(let tensor): self = .tensor(try Value(tensor, name: node, budget: budget))
    case .func(let function): self = .function(function.name)
    case .list(let list): self = .list(try Attribute.elements(of: list, node: node, budget))
    case nil: throw importError("it has an attribute without a value", node: node)
    }
  }

  /// A list holds elements of one kind; which one, only its elements say.
  private static func elements(
    of list: TFAttrValue.ListValue, node: String, _ budget: ExpansionBudget
  ) throws -> [Attribute] {
    var elements: [Attribute] = list.i.map { .integer(Int($0)) }
    elements += list.f.map { .float($0) }
    elements += list.b.map { .bool($0) }
    elements += list.s.map { .string(String(decoding: $0, as: UTF8.self)) }
    elements += try list.type.map { .type(try .from($0, node: node)) }
    elements += try list.shape.map { .shape(try $0.partialShape(of: node)) }
    elements += try list.tensor.map { .tensor(try Value($0, name: node, budget: budget)) }
    elements += list.func.map { .function($0.name) }
    return elements
  }
}
