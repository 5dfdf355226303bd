// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// A shape of which some dimensions may not be known at all.
package typealias OpenShape = [Size?]

/// What is known of a value before the model runs.
package struct SizedValue: Sendable {
  package let type: ElementType
  package let quantization: Quantization?
  /// The dimensions; nil where not even the rank is known.
  package let sizes: [Size]?
  /// The elements of a small tensor of integers or booleans (as 0 and 1) in row-major order; nil
  /// where nothing is known of them.
  package let elements: [Size]?
  /// The bytes, where they are the same for all sizes.
  package let constant: ConstantData?

  /// Tensors of shape arithmetic have no more elements.
  package static let elementLimit = 64

  /// A value that is no constant, unless the elements are numbers.
  package init(
    type: ElementType, quantization: Quantization? = nil, sizes: [Size]?,
    elements: [Size]? = nil
  ) {
    self.type = type
    self.quantization = quantization
    self.sizes = sizes
    self.elements = elements
    let numbers = elements?.compactMap(\.number)
    constant =
      numbers?.count == elements?.count
      ? numbers.flatMap { ConstantData(numbers: $0, as: type) } : nil
  }

  /// A constant; `data` as long as type and shape say.
  package init(
    type: ElementType, quantization: Quantization? = nil, shape: Shape, constant data: ConstantData
  ) {
    self.type = type
    self.quantization = quantization
    sizes = shape.dimensions.map { Size($0) }
    constant = data
    let isSmall = shape.elementCount <= Self.elementLimit && quantization == nil
    let numbers = isSmall ? data.numbers(as: type) : nil
    // Of the least number there is no opposite, which expressions need.
    elements = numbers.flatMap { $0.contains(.min) ? nil : $0.map { Size($0) } }
  }

  /// The dimensions; those that vary are nil.
  package var shape: [Int?]? {
    sizes?.map(\.number)
  }

  /// The shape where no dimension varies.
  package var staticShape: Shape? {
    guard let numbers = sizes?.compactMap(\.number), numbers.count == sizes?.count else {
      return nil
    }
    return Shape(numbers)
  }

  /// The elements of a constant of integers.
  package var numbers: [Int]? {
    constant?.integers(as: type)
  }

  /// What an operator's concrete rules see; nil where the shape varies. Strings have no elements: in
  /// files they are other ones than at run time.
  func operand(slot: Int) -> Operand? {
    staticShape.map {
      Operand(
        type: type, shape: $0, quantization: quantization, slot: slot,
        constant: type == .string ? nil : constant?.bytes)
    }
  }

  /// The tensor, where it is constant; nil for strings.
  var tensor: DirectTensor? {
    guard let constant, let staticShape, type != .string else { return nil }
    return DirectTensor(
      type: type, shape: staticShape, quantization: quantization, bytes: constant.bytes)
  }
}

/// A shape as users read it: what varies is `?`.
func text(of shape: OpenShape) -> String {
  "[" + shape.map { $0?.number.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
}

extension ConstantData {
  /// Numbers as elements of `type`, booleans as 0 and 1, ready to be read; nil for types other than
  /// int32, int64 and bool, or where one does not fit.
  fileprivate init?(numbers: [Int], as type: ElementType) {
    let data =
      type == .bool
      ? ConstantData(numbers.map { UInt8($0 == 0 ? 0 : 1) })
      : ConstantData(integers: numbers, as: type)
    guard let data else { return nil }
    self = data.isAligned(for: type) ? data : data.aligned()
  }

  /// The elements as numbers, booleans as 0 and 1; nil for other types.
  fileprivate func numbers(as type: ElementType) -> [Int]? {
    type == .bool ? elements(as: UInt8.self).map { $0 == 0 ? 0 : 1 } : integers(as: type)
  }

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
