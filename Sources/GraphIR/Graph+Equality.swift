// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

extension Graph {
  /// Whether both graphs compute the same from the same, whatever their names are.
  ///
  /// Nodes are compared one by one in their order, constants by where their bytes are or else by
  /// the bytes.
  package func computesTheSame(as other: Graph) -> Bool {
    guard nodes.count == other.nodes.count, inputs.count == other.inputs.count,
      outputs.count == other.outputs.count
    else { return false }
    var pairs: [ValueID: ValueID] = [:]
    func match(_ a: ValueID?, _ b: ValueID?) -> Bool {
      guard let a, let b else { return a == nil && b == nil }
      if let known = pairs[a] { return known == b }
      guard self[a].isInterchangeable(with: other[b]) else { return false }
      pairs[a] = b
      return true
    }
    func match(_ a: [ValueID?], _ b: [ValueID?]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { match($0, $1) }
    }
    guard match(inputs, other.inputs) else { return false }
    return zip(nodes, other.nodes).allSatisfy { a, b in
      match(a.inputs, b.inputs) && a.operation.isSame(as: b.operation)
        && match(a.outputs, b.outputs)
    } && match(outputs, other.outputs)
  }
}

extension Value {
  fileprivate func isInterchangeable(with other: Value) -> Bool {
    guard type == other.type, shape == other.shape, quantization == other.quantization else {
      return false
    }
    guard let mine = constant?.bytes, let its = other.constant?.bytes else {
      return (constant == nil) == (other.constant == nil)
    }
    return mine.count == its.count
      && (mine.baseAddress == its.baseAddress || mine.elementsEqual(its))
  }
}

extension Operation {
  fileprivate func isSame(as other: Operation) -> Bool {
    guard case .tensorFlow(let name, let attributes) = self,
      case .tensorFlow(let otherName, let otherAttributes) = other,
      name == otherName, attributes.count == otherAttributes.count
    else { return false }
    return attributes.allSatisfy { key, value in
      otherAttributes[key].map { value.isSame(as: $0) } ?? false
    }
  }
}

extension Attribute {
  fileprivate func isSame(as other: Attribute) -> Bool {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a == b
    case (.float(let a), .float(let b)): a.bitPattern == b.bitPattern
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.type(let a), .type(let b)): a == b
    case (.shape(let a), .shape(let b)): a == b
    case (.tensor(let a), .tensor(let b)): a.isInterchangeable(with: b)
    case (.function(let a), .function(let b)): a == b
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    default: false
    }
  }
}
