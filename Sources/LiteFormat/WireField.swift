// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// A field of a message as protocol buffers are stored.
package struct WireField {
  package let number: UInt64
  /// Whether it is stored as one number of seven bits in a byte.
  package fileprivate(set) var isNumber = false
  /// 0 where it is not stored as one number.
  package fileprivate(set) var value: UInt64 = 0
  /// Where its bytes are; empty where it is stored as one number.
  package fileprivate(set) var range = 0..<0

  fileprivate init(number: UInt64) {
    self.number = number
  }
}

extension RawSpan {
  /// The field at `position`, which is moved behind it.
  ///
  /// - Throws: if it does not lie before `end`, or is stored in a way of which nothing is known.
  package func wireField(
    at position: inout Int, before end: Int
  ) throws(FormatError) -> WireField {
    let key = try wireNumber(at: &position, before: end)
    var field = WireField(number: key >> 3)
    let length: UInt64
    switch key & 7 {
    case 0:
      field.isNumber = true
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

  /// The number of seven bits in a byte at `position`, which is moved behind it.
  ///
  /// - Throws: if it does not end before `end`.
  package func wireNumber(at position: inout Int, before end: Int) throws(FormatError) -> UInt64 {
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
  package func lastField(
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
  func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard text.utf8CodeUnitCount == range.count else { return false }
    for index in 0..<range.count
    where load(UInt8.self, at: range.lowerBound + index) != text.utf8Start[index] { return false }
    return true
  }
}
