// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Infers types, shapes and small values of a graph's values, some sizes being open.
///
/// Every open dimension of an input is a symbol. What follows from numbers alone is computed by the
/// operators themselves; what follows from symbols, by their rules for expressions
/// (``SizedOperator``): the elements of a SHAPE → STRIDED_SLICE → PACK chain are known one by one.
/// A value is constant only if it is so for every size. What no rule says is a new symbol, and is
/// checked when the model runs.
package struct SizeInference {
  /// Constants up to this many elements are computed.
  package static let elementLimit = 4096

  private var values: [SizedValue?] = []
  private var symbolCount = 0

  package init() {}

  /// What is known of `value`; nil before it is defined.
  package subscript(value: ValueID) -> SizedValue? {
    get { value.index < values.count ? values[value.index] : nil }
    set {
      while values.count <= value.index { values.append(nil) }
      values[value.index] = newValue
    }
  }

  /// Defines a graph's input.
  ///
  /// - Throws: where the rank is unknown.
  package mutating func define(input value: Value, as id: ValueID) throws(OperatorError) {
    guard let shape = value.shape else {
      throw OperatorError(
        "input '\(value.name)' has unknown rank; give its shape with --input-shape")
    }
    let sizes = shape.map { $0.map { Size($0) } ?? symbol(isSize: true) }
    try check(sizes)
    self[id] = SizedValue(
      type: value.type, quantization: value.quantization, sizes: sizes,
      elements: named([], type: value.type, sizes: sizes))
  }

  /// Defines what another graph gives or what one is called with.
  ///
  /// - Parameter sizes: nil for an unknown rank, nil dimensions for sizes of which nothing is known.
  package mutating func define(_ id: ValueID, type: ElementType, sizes: OpenShape?) {
    let sizes = sizes.map { $0.map { $0 ?? newSize() } }
    self[id] = SizedValue(
      type: type, sizes: sizes, elements: named([], type: type, sizes: sizes))
  }

  /// Defines a constant.
  ///
  /// - Throws: where the bytes do not fill the shape.
  package mutating func define(constant value: Value, as id: ValueID) throws(OperatorError) {
    guard let shape = value.staticShape, let data = value.constant,
      shape.checkedElementCount != nil
    else { throw OperatorError("constant '\(value.name)' has no static shape") }
    if let needed = value.type.byteCount(of: shape.elementCount), needed != data.bytes.count {
      throw OperatorError(
        "constant '\(value.name)' has \(data.bytes.count) bytes, \(shape.description) of "
          + "\(value.type.name) takes \(needed)")
    }
    self[id] = SizedValue(
      type: value.type, quantization: value.quantization, shape: shape,
      constant: data.isAligned(for: value.type) ? data : data.aligned())
  }

  /// Defines what a node gives.
  ///
  /// - Parameter types: of the results; the operator's own by default.
  /// - Throws: the operator's complaint about its operands.
  package mutating func define(
    _ results: [ValueID], by operation: Operator, inputs: [ValueID?],
    types: [ElementType]? = nil, quantizations: [Quantization?]? = nil
  ) throws(OperatorError) {
    let operands = inputs.map { $0.flatMap { self[$0] } }
    for (index, id) in inputs.enumerated() where id != nil && operands[index] == nil {
      throw OperatorError("input \(index) is not known")
    }
    let types =
      if let types { types } else {
        try operation.resultTypes(of: operands.map { $0?.type }, count: results.count)
      }
    let quantizations = quantizations ?? results.map { _ in nil }
    let kinds = zip(types, quantizations).map { ResultKind($0, quantization: $1) }
    for (id, value) in zip(results, try self.results(of: operation, operands, kinds)) {
      self[id] = value
    }
  }

  /// What is known of the results of one operator.
  private mutating func results(
    of operation: Operator, _ operands: [SizedValue?], _ kinds: [ResultKind]
  ) throws(OperatorError) -> [SizedValue] {
    let rules = operation.sizeRules
    let sizes: [OpenShape?]
    if isDecided(operation, rules, operands) {
      let shapes = try operation.resultShapes(
        of: operands.enumerated().map { $0.element?.operand(slot: $0.offset) },
        outputs: kinds.map { $0.type })
      if let constants = try constants(operation, operands, kinds, shapes) { return constants }
      sizes = shapes.map { $0.dimensions.map { Size($0) } }
    } else {
      try operation.operandRules.check(
        inputs: operands.map { $0?.type }, outputs: kinds.map { $0.type })
      let operands = SizeOperands(operands, resultCount: kinds.count)
      sizes = try rules?.resultSizes(operands) ?? operands.unknown
    }
    let elements = rules?.resultElements(SizeOperands(operands, resultCount: kinds.count))
    var results: [SizedValue] = []
    for (index, kind) in kinds.enumerated() {
      let known = sizes[index].map { $0.map { $0 ?? symbol(isSize: true) } }
      try check(known)
      results.append(
        SizedValue(
          type: kind.type, quantization: kind.quantization, sizes: known,
          elements: named(elements?[index] ?? [], type: kind.type, sizes: known)))
    }
    return results
  }

  /// Whether all that the shapes of the results follow from are numbers.
  private func isDecided(
    _ operation: Operator, _ rules: (any SizedOperator)?, _ operands: [SizedValue?]
  ) -> Bool {
    guard case .kernels = operation.action else { return false }
    return operands.allSatisfy { $0 == nil || $0!.staticShape != nil }
      && (rules?.sizeOperands ?? []).allSatisfy {
        $0 >= operands.count || operands[$0] == nil || operands[$0]!.constant != nil
      }
  }

  /// The results of a small operator on constants; nil for others.
  private func constants(
    _ operation: Operator, _ operands: [SizedValue?], _ kinds: [ResultKind], _ shapes: [Shape]
  ) throws(OperatorError) -> [SizedValue]? {
    let tensors = operands.map { $0?.tensor }
    let isSmall = (shapes + operands.compactMap { $0?.staticShape }).allSatisfy {
      $0.elementCount <= Self.elementLimit
    }
    let isComputable =
      isSmall && operation.isFoldable
      && zip(operands, tensors).allSatisfy { ($0 == nil) == ($1 == nil) }
      && kinds.allSatisfy { $0.type.bitCount != nil }
    guard isComputable else { return nil }
    return try operation.evaluated(on: tensors, results: kinds).map {
      SizedValue(
        type: $0.type, quantization: $0.quantization, shape: $0.shape,
        constant: ConstantData(result: $0))
    }
  }

  /// Checks that a tensor may have these sizes, whatever the open ones turn out to be.
  private func check(_ sizes: [Size]?) throws(OperatorError) {
    let numbers = sizes?.compactMap(\.number) ?? []
    guard numbers.allSatisfy({ (0...Int(Int32.max)).contains($0) }),
      Shape(numbers).checkedElementCount != nil
    else { throw OperatorError("there is no tensor of shape \(text(of: sizes ?? []))") }
  }

  // MARK: Symbols

  /// A size of which nothing is known.
  package mutating func newSize() -> Size { symbol(isSize: true) }

  private mutating func symbol(isSize: Bool) -> Size {
    symbolCount += 1
    return Size(Size.Symbol(number: symbolCount - 1, isSize: isSize))
  }

  /// The elements of a small tensor of integers, those of which nothing is known as symbols; nil
  /// for other tensors.
  private mutating func named(
    _ elements: OpenShape, type: ElementType, sizes: [Size]?
  ) -> [Size]? {
    guard [.int32, .int64, .bool].contains(type),
      let numbers = sizes?.compactMap(\.number), numbers.count == sizes?.count,
      let count = Shape(numbers).checkedElementCount, count <= SizedValue.elementLimit
    else { return nil }
    let elements = elements.count == count ? elements : Array(repeating: nil, count: count)
    return elements.map { $0 ?? symbol(isSize: false) }
  }
}
