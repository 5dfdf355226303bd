// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf

/// Reads a graph in the form that protobuf has in JSON, as TensorFlow.js stores it.
struct WebGraphReader {
  typealias Object = [String: Any]

  private let weights: WebWeights

  init(weights: WebWeights) {
    self.weights = weights
  }

  mutating func graph(_ topology: Object) throws -> TFGraphDef {
    var graph = TFGraphDef()
    graph.node = try nodes(topology["node"])
    let functions = (topology["library"] as? Object)?["function"] as? [Object] ?? []
    graph.library.function = try functions.map { try function($0).serializedBytes() }
    return graph
  }

  private func nodes(_ json: Any?) throws -> [TFNodeDef] {
    guard let list = json as? [Object] else { throw importError("its nodes are no list") }
    return try list.flatMap { try node($0).withoutFusion() }
  }

  private func node(_ json: Object) throws -> TFNodeDef {
    guard let name = json["name"] as? String, let operation = json["op"] as? String else {
      throw importError("a node has no name or no operator")
    }
    var node = TFNodeDef()
    node.name = name
    node.op = operation
    node.input = json["input"] as? [String] ?? []
    for (key, value) in (json["attr"] as? Object ?? [:]).sorted(by: { $0.key < $1.key }) {
      var entry = TFNodeDef.AttrEntry()
      entry.key = key
      entry.value = try attribute(value, node: name)
      node.attr.append(entry)
    }
    guard operation == "Const" else { return node }
    guard let index = node.attr.firstIndex(where: { $0.key == "value" }) else {
      throw importError("it is a constant without a value", node: name)
    }
    guard let weight = weights[name] else {
      throw importError("there is no weight of the name of this constant", node: name)
    }
    let described = node.attr[index].value.tensor
    node.attr[index].value.tensor = try weight.tensor(
      described.tensorShape, dataType: described.dtype, node: name)
    return node
  }

  private func function(_ json: Object) throws -> TFFunctionDef {
    var definition = TFFunctionDef()
    guard let signature = json["signature"] as? Object, let name = signature["name"] as? String
    else { throw importError("a function has no name") }
    definition.signature.name = name
    definition.signature.inputArg = try arguments(signature["inputArg"], of: name)
    definition.signature.outputArg = try arguments(signature["outputArg"], of: name)
    definition.nodeDef = try nodes(json["nodeDef"] ?? [Any]())
    definition.ret = json["ret"] as? [String: String] ?? [:]
    return definition
  }

  private func arguments(_ json: Any?, of function: String) throws -> [TFOpDef.ArgDef] {
    try (json as? [Object] ?? []).map { json in
      var argument = TFOpDef.ArgDef()
      argument.name = json["name"] as? String ?? ""
      argument.type = try dataType(json["type"], node: function)
      return argument
    }
  }

  // MARK: Attributes

  private func attribute(_ json: Any, node: String) throws -> TFAttrValue {
    guard let object = json as? Object, let (kind, value) = object.first, object.count == 1 else {
      throw importError("it has an attribute without a value", node: node)
    }
    var attribute = TFAttrValue()
    switch kind {
    case "s": attribute.s = try bytes(value, node: node)
    case "i": attribute.i = try integer(value, node: node)
    case "f": attribute.f = try number(value, node: node)
    case "b": attribute.b = (value as? Bool) ?? false
    case "type": attribute.type = try dataType(value, node: node)
    case "shape": attribute.shape = try shape(value, node: node)
    case "tensor":
      let tensor = value as? Object ?? [:]
      attribute.tensor.dtype = try dataType(tensor["dtype"], node: node)
      attribute.tensor.tensorShape = try shape(tensor["tensorShape"] ?? Object(), node: node)
    case "func": attribute.func.name = (value as? Object)?["name"] as? String ?? ""
    case "list": attribute.list = try list(value, node: node)
    default: throw importError("it has an attribute of an unknown kind '\(kind)'", node: node)
    }
    return attribute
  }

  private func list(_ json: Any, node: String) throws -> TFAttrValue.ListValue {
    var list = TFAttrValue.ListValue()
    for (kind, values) in json as? Object ?? [:] {
      let values = values as? [Any] ?? []
      switch kind {
      case "s": list.s = try values.map { try bytes($0, node: node) }
      case "i": list.i = try values.map { try integer($0, node: node) }
      case "f": list.f = try values.map { try number($0, node: node) }
      case "b": list.b = values.map { ($0 as? Bool) ?? false }
      case "type": list.type = try values.map { try dataType($0, node: node) }
      case "shape": list.shape = try values.map { try shape($0, node: node) }
      case "func":
        list.func = values.map { value in
          var function = TFNameAttrList()
          function.name = (value as? Object)?["name"] as? String ?? ""
          return function
        }
      default: throw importError("it has a list of an unknown kind '\(kind)'", node: node)
      }
    }
    return list
  }

  /// Base 64, or numbers of characters as the first versions wrote.
  private func bytes(_ json: Any, node: String) throws -> Data {
    if let text = json as? String, let data = Data(base64Encoded: text) { return data }
    if let numbers = json as? [Int] { return Data(numbers.map { UInt8(truncatingIfNeeded: $0) }) }
    throw importError("it has a text that is not base 64", node: node)
  }

  /// Integers of 64 bits are texts.
  private func integer(_ json: Any, node: String) throws -> Int64 {
    if let number = json as? Int { return Int64(number) }
    if let text = json as? String, let number = Int64(text) { return number }
    throw importError("it has an attribute that is no integer", node: node)
  }

  private func number(_ json: Any, node: String) throws -> Float {
    if let number = json as? Double { return Float(number) }
    switch json as? String {
    case "NaN": return .nan
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    default: throw importError("it has an attribute that is no number", node: node)
    }
  }

  private func dataType(_ json: Any?, node: String) throws -> Int32 {
    if let number = json as? Int { return Int32(clamping: number) }
    if let name = json as? String, let number = dataTypeNumber(name) { return number }
    throw importError("it has an element type that is not known", node: node)
  }

  private func shape(_ json: Any, node: String) throws -> TFTensorShapeProto {
    var shape = TFTensorShapeProto()
    let object = json as? Object ?? [:]
    shape.unknownRank = (object["unknownRank"] as? Bool) ?? false
    shape.dim = try (object["dim"] as? [Object] ?? []).map { json in
      var dimension = TFTensorShapeProto.Dim()
      // What is 0 is left out.
      dimension.size = try json["size"].map { try integer($0, node: node) } ?? 0
      return dimension
    }
    return shape
  }
}
