// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The options of a custom operator: the map at the root of a FlexBuffer, read in place.
///
/// Every access is checked against the bytes: whatever a file says, nothing traps. No bytes are a map
/// without entries.
///
/// The bytes end with the root's value, what kind it is, and of how many bytes it is. Values are
/// numbers of 1, 2, 4 or 8 bytes, or distances back to what is stored before them; a kind is six bits,
/// above two bits for the size of the numbers there. In front of a map's values stand, each of their
/// size: the distance back to its keys, the size of distances among these, and how many there are.
/// Behind the values is a kind for each.
///
/// Source: FlatBuffers, "FlexBuffers"; the format's internals page.
package struct FlexMap: ~Escapable {
  private let bytes: RawSpan
  private let values: Elements
  private let keys: Elements

  /// Numbers side by side.
  private struct Elements {
    let start: Int
    let width: Int
    let count: Int

    /// Where what is behind them begins.
    var end: Int { position(count) }

    func position(_ index: Int) -> Int { start + index * width }
  }

  /// A value: its kind, where it is stored, and the sizes of itself and of what it points at.
  private struct Entry {
    let kind: UInt8
    let position: Int
    let width: Int
    let targetWidth: Int

    init(packedKind: UInt8, position: Int, width: Int) {
      kind = packedKind >> 2
      targetWidth = 1 << Int(packedKind & 3)
      self.position = position
      self.width = width
    }
  }

  /// - Throws: if the root is no map, or one that does not lie inside of the bytes.
  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan) throws(FormatError) {
    self.bytes = bytes
    guard bytes.byteCount > 0 else {
      values = Elements(start: 0, width: 1, count: 0)
      keys = values
      return
    }
    guard bytes.byteCount >= 3 else { throw Self.damage }
    let end = bytes.byteCount - 2
    let width = Int(bytes.load(UInt8.self, at: end + 1))
    let root = Entry(
      packedKind: bytes.load(UInt8.self, at: end), position: end - width, width: width)
    guard root.kind == 9 else { throw FormatError("the custom options are no map") }
    let start = try bytes.flexTarget(at: root.position, width: width)
    let size = root.targetWidth
    values = try Self.elements(at: start, width: size, in: bytes)
    let keyWidth = try bytes.flexInteger(at: start - 2 * size, width: size)
    guard let keyWidth = Int(exactly: keyWidth), values.count <= bytes.byteCount - values.end else {
      throw Self.damage
    }
    keys = try Self.elements(
      at: bytes.flexTarget(at: start - 3 * size, width: size), width: keyWidth, in: bytes)
    guard keys.count == values.count else { throw Self.damage }
  }

  /// The elements at `start`, before which their number stands.
  private static func elements(
    at start: Int, width: Int, in bytes: RawSpan
  ) throws(FormatError) -> Elements {
    let count = try bytes.flexInteger(at: start - width, width: width)
    guard count <= UInt64((bytes.byteCount - start) / width) else { throw damage }
    return Elements(start: start, width: width, count: Int(count))
  }

  static var damage: FormatError { FormatError("the custom options are damaged") }

  /// The entry of a key; nil if the map has none, or nothing under it.
  private func entry(_ key: StaticString) throws(FormatError) -> Entry? {
    for index in 0..<keys.count {
      let start = try bytes.flexTarget(at: keys.position(index), width: keys.width)
      guard bytes.holds(key, at: start) else { continue }
      let entry = Entry(
        packedKind: bytes.load(UInt8.self, at: values.end + index),
        position: values.position(index), width: values.width)
      return entry.kind == 0 ? nil : entry
    }
    return nil
  }

  /// The number under a key; nil if there is none.
  ///
  /// - Throws: if there is something else, or the bytes are damaged.
  package func number(_ key: StaticString) throws(FormatError) -> FlexNumber? {
    guard let entry = try entry(key) else { return nil }
    guard let number = try number(entry) else {
      throw FormatError("'\(key)' of the custom options is no number")
    }
    return number
  }

  /// The number of an entry; nil if it is none.
  private func number(_ entry: Entry) throws(FormatError) -> FlexNumber? {
    switch entry.kind {
    case 1...3: try FlexNumber(kind: entry.kind, bytes, at: entry.position, width: entry.width)
    case 6...8:
      try FlexNumber(
        kind: entry.kind - 5, bytes,
        at: bytes.flexTarget(at: entry.position, width: entry.width), width: entry.targetWidth)
    case 26: try FlexNumber(kind: 2, bytes, at: entry.position, width: entry.width)
    default: nil
    }
  }

  /// The integers under a key; nil if there is nothing.
  ///
  /// - Throws: if there is something else, or the bytes are damaged.
  package func integers(_ key: StaticString) throws(FormatError) -> [Int64]? {
    guard let entry = try entry(key) else { return nil }
    // A list of values of any kind, of one kind, or of one kind and two to four of them.
    let isMixed = entry.kind == 10
    guard (10...13).contains(entry.kind) || (16...24).contains(entry.kind) else {
      throw FormatError("'\(key)' of the custom options is no list of numbers")
    }
    let start = try bytes.flexTarget(at: entry.position, width: entry.width)
    let elements =
      entry.kind < 16
      ? try Self.elements(at: start, width: entry.targetWidth, in: bytes)
      : Elements(start: start, width: entry.targetWidth, count: Int(entry.kind - 16) / 3 + 2)
    guard !isMixed || elements.count <= bytes.byteCount - elements.end else { throw Self.damage }
    var integers: [Int64] = []
    for index in 0..<elements.count {
      let kind: UInt8 = entry.kind < 16 ? entry.kind - 10 : (entry.kind - 16) % 3 + 1
      let packed = isMixed ? bytes.load(UInt8.self, at: elements.end + index) : kind << 2
      let element = Entry(
        packedKind: packed, position: elements.position(index), width: elements.width)
      guard let number = try number(element) else {
        throw FormatError("'\(key)' of the custom options is no list of numbers")
      }
      integers.append(number.integer)
    }
    return integers
  }
}

/// A number of a FlexBuffer, as what it may be asked for.
package struct FlexNumber {
  /// Toward zero; the ends of the type for what is beyond them.
  package let integer: Int64
  package let real: Double

  /// - Parameter kind: 1 for a signed, 2 for an unsigned integer, 3 for a floating-point number.
  fileprivate init(
    kind: UInt8, _ bytes: RawSpan, at position: Int, width: Int
  ) throws(FormatError) {
    let bits = try bytes.flexInteger(at: position, width: width)
    switch kind {
    case 1:
      let unused = UInt64(64 - 8 * width)
      integer = Int64(bitPattern: bits << unused) >> Int64(unused)
      real = Double(integer)
    case 2:
      integer = Int64(clamping: bits)
      real = Double(bits)
    default:
      guard width >= 4 else { throw FlexMap.damage }
      real = width == 4 ? Double(Float(bitPattern: UInt32(bits))) : Double(bitPattern: bits)
      integer =
        abs(real) < 0x1p63 ? Int64(real) : real.isNaN ? 0 : real < 0 ? Int64.min : Int64.max
    }
  }
}

extension RawSpan {
  /// The unsigned number of `width` bytes at `position`.
  func flexInteger(at position: Int, width: Int) throws(FormatError) -> UInt64 {
    guard width == 1 || width == 2 || width == 4 || width == 8, position >= 0,
      position <= byteCount - width
    else { throw FlexMap.damage }
    var value: UInt64 = 0
    for index in 0..<width {
      value |= UInt64(load(UInt8.self, at: position + index)) << UInt64(8 * index)
    }
    return value
  }

  /// Where the distance at `position` leads back to.
  func flexTarget(at position: Int, width: Int) throws(FormatError) -> Int {
    let distance = try flexInteger(at: position, width: width)
    guard distance > 0, distance <= UInt64(position) else { throw FlexMap.damage }
    return position - Int(distance)
  }

  /// Whether a key of these letters, ended by a 0, is stored at `position`.
  fileprivate func holds(_ key: StaticString, at position: Int) -> Bool {
    guard key.utf8CodeUnitCount < byteCount - position else { return false }
    for index in 0..<key.utf8CodeUnitCount
    where load(UInt8.self, at: position + index) != key.utf8Start[index] { return false }
    return load(UInt8.self, at: position + key.utf8CodeUnitCount) == 0
  }
}
