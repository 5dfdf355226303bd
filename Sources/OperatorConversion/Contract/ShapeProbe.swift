// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Infers types, shapes and small values by running a graph's shape arithmetic twice.
///
/// Every unknown dimension of an input gets two guesses, a different prime in each run. What
/// agrees between the runs is static, what differs is known only when the model runs. Small
/// values, such as those of a SHAPE → STRIDED_SLICE → PACK chain, are computed in both runs by the
/// operators themselves.
package struct ShapeProbe {
  /// What one run says of a value.
  package struct Guess: Sendable {
    package let shape: Shape
    /// The elements, where they follow from constants and shapes alone.
    package let data: ConstantData?
  }

  /// What both runs say of a value.
  package struct Known: Sendable {
    package let type: ElementType
    package let quantization: Quantization?
    package let first: Guess
    package let second: Guess

    /// Dimensions that differ between the runs are nil; so is the shape if the ranks do.
    package var shape: [Int?]? {
      guard first.shape.rank == second.shape.rank else { return nil }
      return zip(first.shape.dimensions, second.shape.dimensions).map { $0 == $1 ? $0 : nil }
    }

    /// The elements, where both runs agree on shape and bytes.
    package var constant: ConstantData? {
      guard let a = first.data, let b = second.data, first.shape == second.shape,
        a.bytes.count == b.bytes.count
      else { return nil }
      if a.bytes.baseAddress == b.bytes.baseAddress { return a }
      return a.bytes.elementsEqual(b.bytes) ? a : nil
    }

    /// Whether both runs know the same.
    fileprivate var isTheSameTwice: Bool {
      guard first.shape == second.shape else { return false }
      return first.data == nil && second.data == nil || constant != nil
    }
  }

  /// Values up to this many elements are computed.
  package static let elementLimit = 4096

  /// Guesses for an unknown dimension by its axis: inputs share a batch, as models expect.
  private static let firstPrimes = [211, 223, 227, 229, 233, 239, 241, 251]
  private static let secondPrimes = [307, 311, 313, 317, 331, 337, 347, 349]

  private var known: [Known?] = []

  package init() {}

  /// What is known of `value`; nil before it is defined.
  package subscript(value: ValueID) -> Known? {
    get { value.index < known.count ? known[value.index] : nil }
    set {
      while known.count <= value.index { known.append(nil) }
      known[value.index] = newValue
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
    func guess(_ primes: [Int]) -> Guess {
      let dimensions = shape.enumerated().map { $0.element ?? primes[$0.offset % primes.count] }
      return Guess(shape: Shape(dimensions), data: nil)
    }
    self[id] = Known(
      type: value.type, quantization: value.quantization, first: guess(Self.firstPrimes),
      second: guess(Self.secondPrimes))
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
    let guess = Guess(shape: shape, data: data.isAligned(for: value.type) ? data : data.aligned())
    self[id] = Known(
      type: value.type, quantization: value.quantization, first: guess, second: guess)
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
    let first = try run(operation, on: operands, \.first, kinds)
    let onceIsEnough = operands.allSatisfy { $0?.isTheSameTwice ?? true }
    let second = onceIsEnough ? first : try run(operation, on: operands, \.second, kinds)
    for (index, result) in results.enumerated() {
      self[result] = Known(
        type: types[index], quantization: quantizations[index], first: first[index],
        second: second[index])
    }
  }

  /// One run of one operator.
  private func run(
    _ operation: Operator, on operands: [Known?], _ guess: KeyPath<Known, Guess>,
    _ kinds: [ResultKind]
  ) throws(OperatorError) -> [Guess] {
    let shapes = try operation.resultShapes(
      of: operands.enumerated().map { $0.element?.operand(slot: $0.offset, guess) },
      outputs: kinds.map { $0.type })
    if let value = operation.valueOfShape(operands.first??[keyPath: guess].shape, kinds) {
      return [Guess(shape: shapes[0], data: value)]
    }
    let isSmall = (shapes + operands.compactMap { $0?[keyPath: guess].shape }).allSatisfy {
      $0.elementCount <= Self.elementLimit
    }
    let inputs = operands.map { $0?.tensor(guess) }
    let isComputable =
      isSmall && operation.isPure
      && zip(operands, inputs).allSatisfy { ($0 == nil) == ($1 == nil) }
      && kinds.allSatisfy { $0.type.bitCount != nil }
    guard isComputable else { return shapes.map { Guess(shape: $0, data: nil) } }
    let tensors = try operation.evaluated(on: inputs, results: kinds)
    return tensors.map { Guess(shape: $0.shape, data: ConstantData(result: $0)) }
  }
}

extension ShapeProbe.Known {
  /// What an operator sees of the value in one run.
  fileprivate func operand(
    slot: Int, _ guess: KeyPath<Self, ShapeProbe.Guess>
  ) -> Operand {
    let guess = self[keyPath: guess]
    return Operand(
      type: type, shape: guess.shape, quantization: quantization, slot: slot,
      constant: guess.data?.bytes)
  }

  /// The value's elements in one run, if known.
  fileprivate func tensor(_ guess: KeyPath<Self, ShapeProbe.Guess>) -> DirectTensor? {
    let guess = self[keyPath: guess]
    guard let data = guess.data else { return nil }
    return DirectTensor(
      type: type, shape: guess.shape, quantization: quantization, bytes: data.bytes)
  }
}

extension ConstantData {
  /// The bytes of an operator's result, kept without copying.
  package init(result: DirectTensor) {
    final class Keeper {
      let tensor: DirectTensor
      init(_ tensor: DirectTensor) { self.tensor = tensor }
    }
    self.init(owner: Keeper(result), bytes: result.bytes)
  }

  /// Whether an operator may read the bytes as they lie; empty ones without an address may not.
  package func isAligned(for type: ElementType) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    return Int(bitPattern: base) % max((type.bitCount ?? 8) / 8, 1) == 0
  }

  /// A copy whose first byte lies at a multiple of 64.
  package func aligned() -> ConstantData {
    ConstantData(byteCount: bytes.count) { $0.copyMemory(from: bytes) }
  }
}
