// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

extension ElementTypeSet {
  /// Types whose elements have a fixed size, in bits.
  package static let fixedSize = any.subtracting([.string, .resource, .variant])

  /// Types whose elements are what they say: all but handles.
  package static let elements = fixedSize.union(.string)

  /// Types of which several elements share a byte.
  package static let packed: ElementTypeSet = [.int4, .uint4, .int2]

  /// Types whose elements are whole bytes.
  package static let wholeBytes = fixedSize.subtracting(.packed)

  /// Types that operators which only move elements take: those of whole bytes, and strings.
  package static let movable = wholeBytes.union(.string)
}

extension Shape {
  /// The most elements that a tensor may have: what the format's 32-bit counts can say, and of
  /// which an `Int` can count the bytes.
  private static let elementLimit = min(Int(Int32.max), .max / 16)

  /// The most axes that a tensor may have.
  package static let rankLimit = 16

  /// A shape computed from what a file says.
  ///
  /// - Throws: if a dimension is negative, or there are more axes or elements than a tensor may
  ///   have. No product of some of the dimensions overflows, even where another one is 0.
  package static func checked(_ dimensions: [Int]) throws(OperatorError) -> Shape {
    let shape = Shape(dimensions)
    let spread = Shape(dimensions.map { $0 == 0 ? 1 : $0 })
    guard dimensions.count <= rankLimit, let count = spread.checkedElementCount,
      count <= elementLimit
    else {
      throw OperatorError(
        "result shape \(shape.description) is not valid: dimensions must not be negative, "
          + "axes at most \(rankLimit), elements at most \(elementLimit)")
    }
    return shape
  }

  /// The axis counted from the start.
  ///
  /// - Throws: if `axis` is outside of −rank ..< rank.
  package func checkedAxis(_ axis: Int) throws(OperatorError) -> Int {
    guard let resolved = resolvedAxis(axis) else {
      throw OperatorError(
        "axis \(axis) is out of range for \(description): allowed \(-rank) to \(rank - 1)")
    }
    return resolved
  }
}

extension OperatorError {
  /// The operands do not have the shapes that the operator takes.
  ///
  /// - Parameter rule: how they must be.
  package init(shapesOf operands: [Operand?], _ rule: StaticString) {
    var shapes = ""
    for operand in operands { shapes += (operand?.shape.description ?? "none") + " " }
    self.init("operands of shapes \(shapes)do not fit: \(rule)")
  }
}

extension Operand {
  /// The integers of an operand that must be known before the first inference.
  package func knownIntegers(_ name: StaticString) throws(OperatorError) -> [Int] {
    guard let values = constantIntegers else { throw OperatorError(awaiting: name) }
    return values
  }

  /// The one integer of an operand that must be known before the first inference.
  package func knownInteger(_ name: StaticString) throws(OperatorError) -> Int {
    let values = try knownIntegers(name)
    guard values.count == 1 else {
      throw OperatorError("'\(name)' has \(values.count) elements, must have 1")
    }
    return values[0]
  }

  /// The integers of an operand that must have one for each of `count` axes.
  package func knownIntegers(
    _ name: StaticString, count: Int
  ) throws(OperatorError) -> [Int] {
    let values = try knownIntegers(name)
    guard values.count == count else {
      throw OperatorError("'\(name)' has \(values.count) elements, must have \(count)")
    }
    return values
  }
}

/// Reads the elements of an index tensor while the operator runs.
package struct IndexReader {
  private let slot: Int
  private let type: ElementType

  /// - Parameter operand: of type int8, int16, int32 or int64.
  package init(_ operand: Operand) {
    slot = operand.slot
    type = operand.type
  }

  package func value(_ index: Int, in tensors: TensorTable) -> Int {
    switch type {
    case .int64: Int(clamping: tensors.elements(slot, as: Int64.self)[index])
    case .int16: Int(tensors.elements(slot, as: Int16.self)[index])
    case .int8: Int(tensors.elements(slot, as: Int8.self)[index])
    default: Int(tensors.elements(slot, as: Int32.self)[index])
    }
  }
}

extension PreparedBuffer {
  /// Integers as elements of `type`: int8, int16, int32 or int64 (other types of 1, 2, 4, 8 bytes
  /// take the same bits).
  package convenience init(integers: [Int], of type: ElementType) {
    let size = type.byteCount(of: 1)!
    self.init(byteCount: integers.count * size)
    for (index, integer) in integers.enumerated() {
      withUnsafeBytes(of: Int64(integer).littleEndian) {
        (base + index * size).copyMemory(from: $0.baseAddress!, byteCount: size)
      }
    }
  }

  /// One element that stands for zero in `operand`: its zero point, where it is quantized.
  package convenience init(zeroOf operand: Operand) {
    let size = operand.type.byteCount(of: 1)!
    if size <= 8, let zeroPoint = operand.quantization?.zeroPoints.first {
      self.init(integers: [zeroPoint], of: operand.type)
    } else {
      self.init(byteCount: size)
    }
  }
}

extension PrepareContext {
  /// - Throws: if an output's type is not `type`.
  package func requireOutputs(_ type: ElementType) throws(OperatorError) {
    for output in outputs where output.type != type {
      throw OperatorError("output is \(output.type.name), must be \(type.name)")
    }
  }
}
