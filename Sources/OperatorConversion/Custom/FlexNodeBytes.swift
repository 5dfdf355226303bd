// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// The options of an operator of TensorFlow's own, as `FlexNode` reads them and the Flex library of
/// TensorFlow Lite does: a FlexBuffer that is a vector of two texts, the operator's name and its node
/// as protocol buffers are stored.
struct FlexNodeBytes {
  private let name: String
  private var node: [UInt8]

  /// A node without attributes.
  init(_ name: String, inputCount: Int) {
    self.name = name
    // Field 2 of a node is its operator, field 3 an input, whose names do not matter.
    node = Self.text(2, Array(name.utf8))
    for _ in 0..<inputCount { node += Self.text(3, []) }
  }

  /// Sets an attribute to an element type.
  mutating func set(_ attribute: String, to type: ElementType) {
    set(attribute, value: Self.number(6, Self.number(of: type)))
  }

  /// Sets an attribute to a list of element types.
  mutating func set(_ attribute: String, to types: [ElementType]) {
    let list = types.flatMap { Self.number(6, Self.number(of: $0)) }
    set(attribute, value: Self.text(1, list))
  }

  /// Sets an attribute to an integer.
  mutating func set(_ attribute: String, to integer: Int) {
    set(attribute, value: Self.number(3, integer))
  }

  private mutating func set(_ attribute: String, value: [UInt8]) {
    node += Self.text(5, Self.text(1, Array(attribute.utf8)) + Self.text(2, value))
  }

  /// The FlexBuffer; all its numbers have 4 bytes.
  var bytes: [UInt8] {
    var result: [UInt8] = []
    func append(_ number: Int) {
      withUnsafeBytes(of: Int32(number).littleEndian) { result += $0 }
    }
    var starts: [Int] = []
    for text in [Array(name.utf8), node] {
      append(text.count)
      starts.append(result.count)
      result += text + [UInt8](repeating: 0, count: 4 - text.count % 4)
    }
    append(starts.count)
    let vector = result.count
    for start in starts { append(result.count - start) }
    // Kinds: 5 for a text, 10 for a vector; 2 for numbers of 2² bytes.
    result += [5 << 2 | 2, 5 << 2 | 2, 0, 0]
    append(result.count - vector)
    return result + [10 << 2 | 2, 4]
  }

  /// A field of text or of further fields.
  private static func text(_ field: Int, _ bytes: [UInt8]) -> [UInt8] {
    wireNumber(UInt64(field << 3 | 2)) + wireNumber(UInt64(bytes.count)) + bytes
  }

  private static func number(_ field: Int, _ number: Int) -> [UInt8] {
    wireNumber(UInt64(field << 3)) + wireNumber(UInt64(bitPattern: Int64(number)))
  }

  /// Seven bits in a byte, the low ones first, and an eighth that says whether more follow.
  private static func wireNumber(_ number: UInt64) -> [UInt8] {
    var (bytes, rest): ([UInt8], UInt64) = ([], number)
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// TensorFlow's number for a type; 0 for those that tensors of files do not have.
  private static func number(of type: ElementType) -> Int {
    let numbers: [ElementType: Int] = [
      .float32: 1, .float64: 2, .int32: 3, .uint8: 4, .int16: 5, .int8: 6, .int64: 9, .bool: 10,
      .uint16: 17, .float16: 19, .uint32: 22, .uint64: 23,
    ]
    return numbers[type] ?? 0
  }
}
