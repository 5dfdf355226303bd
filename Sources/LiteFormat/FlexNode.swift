// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The options of an operator of TensorFlow's own, which files call `Flex` and its name: the attributes
/// of its node, read in place.
///
/// Every access is checked against the bytes: whatever a file says, nothing traps.
///
/// The bytes are a FlexBuffer (``FlexMap``) whose root is a vector of two texts: the operator's name, and
/// a `NodeDef` as protocol buffers are stored. There, numbers have seven bits in a byte, the low ones
/// first, and an eighth that says whether more follow. A field is its number and, in the low three bits,
/// how it is stored: 0 as such a number, 1 in eight bytes, 2 in as many bytes as a number in front of
/// them says, 5 in four bytes. Field 5 of a node is an attribute: 1 its name, 2 its value, of which
/// field 3 is an integer, 5 a boolean, 6 an element type.
///
/// Source: FlatBuffers, "FlexBuffers"; Protocol Buffers, "Encoding"; TensorFlow's `node_def.proto`,
/// `attr_value.proto`, `types.proto`.
package struct FlexNode: ~Escapable {
  private let bytes: RawSpan
  private let node: Range<Int>

  /// - Throws: if the root is no vector of two texts that lie inside of the bytes.
  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan) throws(FormatError) {
    self.bytes = bytes
    let end = bytes.byteCount - 2
    guard end > 0 else { throw FlexMap.damage }
    let root = bytes.load(UInt8.self, at: end)
    guard root >> 2 == 10 else { throw FormatError("the custom options are no vector") }
    let width = Int(bytes.load(UInt8.self, at: end + 1))
    let start = try bytes.flexTarget(at: end - width, width: width)
    let size = 1 << Int(root & 3)
    let count = try bytes.flexInteger(at: start - size, width: size)
    // Behind the values stands a kind for each.
    guard count >= 2, count <= UInt64((end - start) / (size + 1)) else { throw FlexMap.damage }
    let kind = bytes.load(UInt8.self, at: start + Int(count) * size + 1)
    guard kind >> 2 == 5 else { throw FormatError("the custom options hold no node") }
    let text = try bytes.flexTarget(at: start + size, width: size)
    let sizeWidth = 1 << Int(kind & 3)
    let length = try bytes.flexInteger(at: text - sizeWidth, width: sizeWidth)
    guard length <= UInt64(bytes.byteCount - text) else { throw FlexMap.damage }
    node = text..<text + Int(length)
  }

  /// An integer attribute; nil if there is none of the name.
  package func integer(_ name: StaticString) throws(FormatError) -> Int64? {
    try value(name, field: 3).map { Int64(bitPattern: $0) }
  }

  /// A boolean attribute; nil if there is none of the name.
  package func boolean(_ name: StaticString) throws(FormatError) -> Bool? {
    try value(name, field: 5).map { $0 != 0 }
  }

  /// An attribute that is an element type.
  ///
  /// - Throws: if there is none, or one that tensors of the format cannot have.
  package func elementType(_ name: StaticString) throws(FormatError) -> ElementType {
    // In the order of TensorFlow's numbers, of which 0 stands for none.
    let types: [ElementType?] = [
      nil, .float32, .float64, .int32, .uint8, .int16, .int8, .string, .complex64, .int64, .bool,
      nil,
      nil, nil, .bfloat16, nil, nil, .uint16, .complex128, .float16, .resource, .variant, .uint32,
      .uint64,
    ]
    let number = try value(name, field: 6) ?? 0
    guard number < types.count, let type = types[Int(number)] else {
      throw FormatError(
        "attribute '\(name)' is no element type that is supported: \(Int64(clamping: number))")
    }
    return type
  }

  /// A field of an attribute's value; nil where there is no attribute of the name, or no such field.
  private func value(_ name: StaticString, field: UInt64) throws(FormatError) -> UInt64? {
    var value: UInt64?
    var position = node.lowerBound
    while position < node.upperBound {
      let entry = try bytes.wireField(at: &position, before: node.upperBound)
      guard entry.number == 5, let key = try bytes.lastField(1, in: entry.range),
        bytes.holds(name, in: key.range)
      else { continue }
      let message = try bytes.lastField(2, in: entry.range)
      value = try bytes.lastField(field, in: message?.range ?? 0..<0)?.value
    }
    return value
  }
}

/// A field of a message as protocol buffers are stored.
private struct WireField {
  let number: UInt64
  /// 0 where it is not stored as one number.
  var value: UInt64 = 0
  /// Where its bytes are; empty where it is stored as one number.
  var range = 0..<0
}

extension RawSpan {
  /// The field at `position`, which is moved behind it.
  ///
  /// - Throws: if it does not lie before `end`, or is stored in a way of which nothing is known.
  fileprivate func wireField(
    at position: inout Int, before end: Int
  ) throws(FormatError) -> WireField {
    let key = try wireNumber(at: &position, before: end)
    var field = WireField(number: key >> 3)
    let length: UInt64
    switch key & 7 {
    case 0:
      field.value = try wireNumber(at: &position, before: end)
      return field
    case 1: length = 8
    case 2: length = try wireNumber(at: &position, before: end)
    case 5: length = 4
    default: throw FlexMap.damage
    }
    guard length <= UInt64(end - position) else { throw FlexMap.damage }
    field.range = position..<position + Int(length)
    position = field.range.upperBound
    return field
  }

  private func wireNumber(at position: inout Int, before end: Int) throws(FormatError) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
      guard position < end else { throw FlexMap.damage }
      let byte = load(UInt8.self, at: position)
      position += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
    }
    throw FlexMap.damage
  }

  /// The field of a number in a message, the last one if it comes several times; nil if there is none.
  fileprivate func lastField(
    _ number: UInt64, in message: Range<Int>
  ) throws(FormatError) -> WireField? {
    var found: WireField?
    var position = message.lowerBound
    while position < message.upperBound {
      let field = try wireField(at: &position, before: message.upperBound)
      if field.number == number { found = field }
    }
    return found
  }

  /// Whether these bytes are the letters of a text.
  fileprivate func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard text.utf8CodeUnitCount == range.count else { return false }
    for index in 0..<range.count
    where load(UInt8.self, at: range.lowerBound + index) != text.utf8Start[index] { return false }
    return true
  }
}
