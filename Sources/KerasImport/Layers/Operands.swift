// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Numbers that a call gives, as in `[[1, 2], [3, 4]]`.
struct LiteralArray {
  private(set) var numbers: [Double] = []
  private(set) var shape: [Int] = []
  private(set) var isWhole = true

  /// Nil where it is no number and no regular list of these.
  init?(_ json: JSON) {
    let names = ["__numpy__", "__tensor__"].map { JSON.string($0) }
    let isBoxed = names.contains(json["class_name"])
    let value = isBoxed ? json["config"]["value"] : json
    guard let shape = append(value) else { return nil }
    self.shape = shape
    if isBoxed, let name = json["config"]["dtype"].string, ElementType(kerasName: name) == .float32
    {
      isWhole = false
    }
  }

  private mutating func append(_ json: JSON) -> [Int]? {
    switch json {
    case .integer(let number): numbers.append(Double(number))
    case .bool(let flag): numbers.append(flag ? 1 : 0)
    case .number(let number):
      numbers.append(number)
      isWhole = false
    default:
      guard let elements = json.array else { return nil }
      var inner: [Int]?
      for element in elements {
        guard let shape = append(element), inner == nil || inner == shape else { return nil }
        inner = shape
      }
      return [elements.count] + (inner ?? [])
    }
    return []
  }
}

extension LayerCall {
  /// An operand that is a tensor or numbers, whole numbers in the type of `other` where there is one.
  func operand(
    _ position: Int, _ names: String..., like other: Tensor? = nil
  ) throws -> Tensor {
    let found = names.lazy.compactMap { argument(position, $0) }.first
    guard let found else {
      throw config.error("operand \(position + 1) ('\(names.first ?? "")') is not in the file")
    }
    if case .list(let elements) = found, !found.tensors.isEmpty {
      return try builder.pack(elements.map { try scalar($0) }, axis: 0)
    }
    if let tensor = found.tensors.first { return tensor.tensor }
    guard let json = found.json, let literal = LiteralArray(json) else {
      throw config.error("operand \(position + 1) is neither a tensor nor numbers")
    }
    if let other, literal.isWhole || other.type == .float32 {
      return constant(literal, type: other.type)
    }
    return constant(literal, type: literal.isWhole ? .int32 : .float32)
  }

  /// An operand in float32, as complex numbers where it has these.
  func floatOperand(_ position: Int, _ names: String...) throws -> Tensor {
    for name in names where argument(position, name) != nil {
      let x = try operand(position, name)
      return x.type == .complex64 ? x : builder.cast(x, to: .float32)
    }
    throw config.error("operand \(position + 1) ('\(names.first ?? "")') is not in the file")
  }

  /// The tensors of the first argument, which is a list; numbers in it are of the type of the others.
  func operandList() throws -> [Tensor] {
    guard case .list(let elements)? = arguments.first else {
      return arguments.first?.tensors.map(\.tensor) ?? []
    }
    let like = elements.flatMap(\.tensors).first?.tensor
    return try elements.map { try tensor($0, like: like) }
  }

  /// A tensor, or numbers as one.
  func tensor(_ argument: Argument, like other: Tensor?) throws -> Tensor {
    if let tensor = argument.tensors.first { return tensor.tensor }
    guard let json = argument.json, let literal = LiteralArray(json) else {
      throw config.error("an operand is neither a tensor nor numbers")
    }
    return constant(literal, type: other?.type ?? (literal.isWhole ? .int32 : .float32))
  }

  private func scalar(_ argument: Argument) throws -> Tensor {
    if let tensor = argument.tensors.first { return tensor.tensor }
    guard let number = argument.json?.integer else {
      throw config.error("a list of operands has what is neither a tensor nor a whole number")
    }
    return builder.constant([number], shape: [])
  }

  private func constant(_ literal: LiteralArray, type: ElementType) -> Tensor {
    let name = "\(builder.scope)/Const"
    switch type {
    case .float32:
      return builder.constant(literal.numbers.map { Float($0) }, shape: literal.shape)
    case .int32, .int64:
      return builder.constant(
        literal.numbers.map { Int(clampedFrom: $0) }, shape: literal.shape, type: type)
    case .bool:
      return builder.constant(
        ConstantData(literal.numbers.map { UInt8($0 == 0 ? 0 : 1) }), type: .bool,
        shape: literal.shape, name: name)
    default:
      let numbers = builder.constant(literal.numbers.map { Float($0) }, shape: literal.shape)
      return builder.cast(numbers, to: type)
    }
  }

  /// Two operands, of which one may be numbers.
  func operands(_ first: [String], _ second: [String]) throws -> (Tensor, Tensor) {
    func given(_ position: Int, _ names: [String]) -> Argument? {
      names.lazy.compactMap { argument(position, $0) }.first
    }
    let tensors = [given(0, first)?.tensors.first?.tensor, given(1, second)?.tensors.first?.tensor]
    func operand(_ position: Int, _ names: [String]) throws -> Tensor {
      if let tensor = tensors[position] { return tensor }
      guard let json = given(position, names)?.json, let literal = LiteralArray(json) else {
        throw config.error("operand \(position + 1) is not in the file, or no numbers")
      }
      let other = tensors[1 - position]
      if let other, literal.isWhole || other.type == .float32 {
        return constant(literal, type: other.type)
      }
      return constant(literal, type: literal.isWhole ? .int32 : .float32)
    }
    return (try operand(0, first), try operand(1, second))
  }

  /// The axes that an option names; nil for all.
  func axes(_ position: Int, _ names: String...) -> [Int]? {
    for name in names {
      let json = option(position, name)
      if let one = json.integer { return [one] }
      if let several = json.integers { return several }
    }
    return nil
  }

  /// Sizes that a call gives as numbers, tensors or both.
  func sizes(_ position: Int, _ names: String...) throws -> [AxisSize] {
    for name in names {
      switch argument(position, name) {
      case .list(let elements)?:
        return try elements.map { element in
          if let number = element.json?.integer { return .known(number) }
          if element.json == .null { return .known(-1) }
          return .computed(try scalar(element))
        }
      case .tensor(let vector)?:
        return try builder.unstack(vector.tensor, axis: 0).map { .computed($0) }
      default:
        if let list = option(position, name).array {
          return list.map { .known($0.integer ?? -1) }
        }
        if let one = option(position, name).integer { return [.known(one)] }
      }
    }
    throw config.error("its shape is not in the file")
  }
}

extension Int {
  /// The nearest whole number that there is.
  init(clampedFrom number: Double) {
    self = number.isNaN ? 0 : Int(Swift.max(-9e18, Swift.min(9e18, number)))
  }
}
