// SPDX-License-Identifier: Apache-2.0

/// A value of JSON as Python writes it: `NaN` and `Infinity` are numbers, and whole numbers are told
/// from others.
indirect enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The text as a value.
  ///
  /// - Throws: where it is no JSON, or is nested deeper than 256 levels.
  init(parsing bytes: UnsafeRawBufferPointer) throws(DamagedBytes) {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }

  init(parsing text: String) throws(DamagedBytes) {
    var text = text
    let result: Result<JSON, DamagedBytes> = text.withUTF8 { bytes in
      do throws(DamagedBytes) {
        return .success(try JSON(parsing: UnsafeRawBufferPointer(bytes)))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  // MARK: What it is

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A whole number of up to 32 bits, also where it is written as `2.0`: no size, axis or count of a
  /// model is larger, and two of them multiplied are a number of 64 bits.
  var integer: Int? {
    switch self {
    case .integer(let number): Int32(exactly: number).map { Int($0) }
    case .number(let number): Int32(exactly: number).map { Int($0) }
    default: nil
    }
  }

  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  var bool: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  /// The elements of an array, or of a tuple as Keras 3 writes it.
  var array: [JSON]? {
    switch self {
    case .array(let elements): elements
    case .object(let object) where object["class_name"] == .string("__tuple__"):
      object["items"]?.array
    default: nil
    }
  }

  var object: [String: JSON]? {
    if case .object(let object) = self { object } else { nil }
  }

  var integers: [Int]? {
    guard let array else { return nil }
    let integers = array.compactMap(\.integer)
    return integers.count == array.count ? integers : nil
  }

  /// The value of a key; null where there is none.
  subscript(key: String) -> JSON {
    object?[key] ?? .null
  }
}

/// Reads JSON from front to back.
private struct JSONParser {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var depth = 0

  private static let depthLimit = 256

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  mutating func document() throws(DamagedBytes) -> JSON {
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw damaged() }
    return value
  }

  private func damaged() -> DamagedBytes {
    DamagedBytes(reason: "it is no JSON at byte \(position)")
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) {
      position += 1
    }
  }

  /// Whether the text goes on with `word`, which is then behind.
  private mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return false }
    position += count
    return true
  }

  private mutating func value() throws(DamagedBytes) -> JSON {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw DamagedBytes(reason: "its JSON is nested deeper than \(Self.depthLimit) levels")
    }
    skipSpace()
    if take("{") { return try object() }
    if take("[") { return try array() }
    if take("\"") { return .string(try text()) }
    if take("true") { return .bool(true) }
    if take("false") { return .bool(false) }
    if take("null") { return .null }
    if take("NaN") { return .number(.nan) }
    if take("Infinity") { return .number(.infinity) }
    if take("-Infinity") { return .number(-.infinity) }
    return try number()
  }

  private mutating func object() throws(DamagedBytes) -> JSON {
    var members: [String: JSON] = [:]
    skipSpace()
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      guard take("\"") else { throw damaged() }
      let key = try text()
      skipSpace()
      guard take(":") else { throw damaged() }
      members[key] = try value()
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw damaged() }
    }
  }

  private mutating func array() throws(DamagedBytes) -> JSON {
    var elements: [JSON] = []
    skipSpace()
    if take("]") { return .array(elements) }
    while true {
      elements.append(try value())
      skipSpace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw damaged() }
    }
  }

  private mutating func number() throws(DamagedBytes) -> JSON {
    let start = position
    while position < bytes.count, "+-.0123456789eE".utf8.contains(bytes[position]) {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text) else { throw damaged() }
    return .number(number)
  }

  /// A text whose opening quote is behind.
  private mutating func text() throws(DamagedBytes) -> String {
    var units: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"): try appendEscape(to: &units)
      default: units.append(byte)
      }
    }
    throw damaged()
  }

  private mutating func appendEscape(to units: inout [UInt8]) throws(DamagedBytes) {
    guard position < bytes.count else { throw damaged() }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): units.append(0x0a)
    case UInt8(ascii: "t"): units.append(0x09)
    case UInt8(ascii: "r"): units.append(0x0d)
    case UInt8(ascii: "b"): units.append(0x08)
    case UInt8(ascii: "f"): units.append(0x0c)
    case UInt8(ascii: "u"): try appendCodePoint(to: &units)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(byte)
    default: throw damaged()
    }
  }

  /// A character by its number, in two halves where it is beyond 16 bits.
  private mutating func appendCodePoint(to units: inout [UInt8]) throws(DamagedBytes) {
    var number = try fourDigits()
    if (0xd800..<0xdc00).contains(number), take("\\u") {
      number = 0x10000 + (number - 0xd800) << 10 + (try fourDigits() &- 0xdc00) & 0x3ff
    }
    units += String(Unicode.Scalar(number).map(Character.init) ?? "\u{fffd}").utf8
  }

  private mutating func fourDigits() throws(DamagedBytes) -> UInt32 {
    guard bytes.count - position >= 4,
      let number = UInt32(
        String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw damaged() }
    position += 4
    return number
  }
}
