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
/// field 1 is a list, whose field 3 are integers, one by one or in one text, field 2 is a text, 3 an
/// integer, 4 a number of 32 bits, 5 a boolean, 6 an element type.
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
    try value(name, field: 3).map { Int64(bitPattern: $0.value) }
  }

  /// A list of integers; nil if there is none of the name.
  package func integers(_ name: StaticString) throws(FormatError) -> [Int64]? {
    guard let list = try value(name, field: 1) else { return nil }
    var integers: [Int64] = []
    var position = list.range.lowerBound
    while position < list.range.upperBound {
      let field = try bytes.wireField(at: &position, before: list.range.upperBound)
      guard field.number == 3 else { continue }
      guard !field.isNumber else {
        integers.append(Int64(bitPattern: field.value))
        continue
      }
      var next = field.range.lowerBound
      while next < field.range.upperBound {
        let number = try bytes.wireNumber(at: &next, before: field.range.upperBound)
        integers.append(Int64(bitPattern: number))
      }
    }
    return integers
  }

  /// A number of 32 bits; nil if there is none of the name.
  package func real(_ name: StaticString) throws(FormatError) -> Float? {
    guard let range = try value(name, field: 4)?.range else { return nil }
    guard range.count == 4 else { throw FlexMap.damage }
    return Float(bitPattern: UInt32(try bytes.flexInteger(at: range.lowerBound, width: 4)))
  }

  /// Whether a text attribute is this; nil if there is none of the name.
  package func has(_ name: StaticString, _ text: StaticString) throws(FormatError) -> Bool? {
    guard let range = try value(name, field: 2)?.range else { return nil }
    return bytes.holds(text, in: range)
  }

  /// A boolean attribute; nil if there is none of the name.
  package func boolean(_ name: StaticString) throws(FormatError) -> Bool? {
    try value(name, field: 5).map { $0.value != 0 }
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
    let number = try value(name, field: 6)?.value ?? 0
    guard number < types.count, let type = types[Int(number)] else {
      throw FormatError(
        "attribute '\(name)' is no element type that is supported: \(Int64(clamping: number))")
    }
    return type
  }

  /// A field of an attribute's value; nil where there is no attribute of the name, or no such field.
  private func value(_ name: StaticString, field: UInt64) throws(FormatError) -> WireField? {
    var value: WireField?
    var position = node.lowerBound
    while position < node.upperBound {
      let entry = try bytes.wireField(at: &position, before: node.upperBound)
      guard entry.number == 5, let key = try bytes.lastField(1, in: entry.range),
        bytes.holds(name, in: key.range)
      else { continue }
      let message = try bytes.lastField(2, in: entry.range)
      value = try bytes.lastField(field, in: message?.range ?? 0..<0)
    }
    return value
  }
}
