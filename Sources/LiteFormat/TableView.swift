// SPDX-License-Identifier: Apache-2.0
import TensorCore

#if _endian(big)
  #error("FlatBuffers are read in place, which needs a little-endian machine")
#endif

extension RawSpan {
  /// The value at `offset`, all of which must lie inside the span; it need not be aligned.
  package func load<T: BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T {
    precondition(offset >= 0 && offset <= byteCount - MemoryLayout<T>.size)
    return unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type)
  }

  /// The position that the unsigned 32-bit offset at `field` points to, with room for
  /// `byteCount` bytes there.
  func target(ofOffsetAt field: Int, byteCount size: Int) throws(FormatError) -> Int {
    guard field >= 0, field <= byteCount - 4 else {
      throw FormatError("an offset at byte \(field) lies outside of the \(byteCount) bytes")
    }
    let offset = load(UInt32.self, at: field)
    let room = byteCount - size - field
    guard offset > 0, room > 0, UInt64(offset) <= UInt64(room) else {
      throw FormatError(
        "the offset at byte \(field) points \(offset) bytes on, outside of the \(byteCount) bytes")
    }
    return field + Int(offset)
  }
}

/// Elements of fixed size inside a buffer: where the first one starts and how many there are.
///
/// Whoever makes one has checked that all of it lies inside the bytes.
package struct VectorRange: Hashable, Sendable {
  package let start: Int
  package let count: Int
}

/// A table of a FlatBuffer, read in place.
///
/// Every access is checked against the bytes: a field that the table does not have is its default,
/// one that lies outside of them is an error, and nothing a file says can trap.
package struct TableView: ~Escapable {
  package let bytes: RawSpan
  /// The first byte of the table's inline part, or −1 for a table without fields.
  package let position: Int
  private let vtable: Int
  private let slotCount: Int
  private let inlineByteCount: Int

  /// The table at `position`, whose vtable and inline part are checked to lie inside `bytes`.
  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan, at position: Int) throws(FormatError) {
    guard position >= 0, position <= bytes.byteCount - 4 else {
      throw FormatError("a table at byte \(position) lies outside of the file")
    }
    let distance = Int64(bytes.load(Int32.self, at: position))
    let vtable = Int64(position) - distance
    guard vtable >= 0, vtable <= Int64(bytes.byteCount) - 4 else {
      throw FormatError("the table at byte \(position) has a vtable outside of the file")
    }
    let vtableByteCount = Int(bytes.load(UInt16.self, at: Int(vtable)))
    let inlineByteCount = Int(bytes.load(UInt16.self, at: Int(vtable) + 2))
    guard vtableByteCount >= 4, vtableByteCount % 2 == 0,
      vtableByteCount <= bytes.byteCount - Int(vtable)
    else {
      throw FormatError("the table at byte \(position) has a vtable of \(vtableByteCount) bytes")
    }
    guard inlineByteCount >= 4, inlineByteCount <= bytes.byteCount - position else {
      throw FormatError("the table at byte \(position) says it takes \(inlineByteCount) bytes")
    }
    self.bytes = bytes
    self.position = position
    self.vtable = Int(vtable)
    self.slotCount = vtableByteCount / 2 - 2
    self.inlineByteCount = inlineByteCount
  }

  /// A table without fields: all of them have their default.
  @_lifetime(copy bytes)
  package init(withoutFieldsIn bytes: RawSpan) {
    self.bytes = bytes
    position = -1
    vtable = 0
    slotCount = 0
    inlineByteCount = 0
  }

  /// The root table of a FlatBuffer, whose offset is its first four bytes.
  @_lifetime(copy bytes)
  package init(rootOf bytes: RawSpan) throws(FormatError) {
    try self.init(bytes, at: bytes.target(ofOffsetAt: 0, byteCount: 4))
  }

  /// Where the field of `slot` lies with `byteCount` bytes, or nil if the table does not have it.
  package func offset(of slot: Int, byteCount size: Int) throws(FormatError) -> Int? {
    guard slot < slotCount else { return nil }
    let entry = Int(bytes.load(UInt16.self, at: vtable + 4 + 2 * slot))
    guard entry != 0 else { return nil }
    guard entry >= 4, entry + size <= inlineByteCount else {
      throw FormatError("field \(slot) of the table at byte \(position) lies outside of the table")
    }
    return position + entry
  }

  /// The integer of `slot`, or `value` if the table does not have it.
  package func integer<T: FixedWidthInteger & BitwiseCopyable>(
    _ slot: Int, or value: T
  ) throws(FormatError) -> T {
    guard let offset = try offset(of: slot, byteCount: MemoryLayout<T>.size) else { return value }
    return bytes.load(T.self, at: offset)
  }

  /// The floating-point number of `slot`, or `value` if the table does not have it.
  package func float(_ slot: Int, or value: Float) throws(FormatError) -> Float {
    Float(bitPattern: try integer(slot, or: value.bitPattern))
  }

  /// The truth value of `slot`, or `value` if the table does not have it; any byte but 0 is true.
  package func bool(_ slot: Int, or value: Bool) throws(FormatError) -> Bool {
    try integer(slot, or: UInt8(value ? 1 : 0)) != 0
  }

  /// The elements of the vector of `slot`, each of `elementByteCount` bytes.
  package func vector(_ slot: Int, elementByteCount: Int) throws(FormatError) -> VectorRange? {
    guard let field = try offset(of: slot, byteCount: 4) else { return nil }
    let start = try bytes.target(ofOffsetAt: field, byteCount: 4)
    let count = bytes.load(UInt32.self, at: start)
    let room = (bytes.byteCount - start - 4) / elementByteCount
    guard UInt64(count) <= UInt64(room) else {
      throw FormatError(
        "the vector at byte \(start) says it has \(count) elements, the file ends after \(room)")
    }
    return VectorRange(start: start + 4, count: Int(count))
  }

  /// The string of `slot`; bytes that are not UTF-8 become U+FFFD.
  package func string(_ slot: Int) throws(FormatError) -> String? {
    guard let range = try vector(slot, elementByteCount: 1) else { return nil }
    return bytes.string(range)
  }

  /// The table that `slot` points to.
  @_lifetime(copy self)
  package func table(_ slot: Int) throws(FormatError) -> TableView? {
    guard let field = try offset(of: slot, byteCount: 4) else { return nil }
    return try TableView(bytes, at: bytes.target(ofOffsetAt: field, byteCount: 4))
  }

  /// The offsets of the vector of tables of `slot`; ``element(_:of:)`` opens one.
  package func tables(_ slot: Int) throws(FormatError) -> VectorRange {
    try vector(slot, elementByteCount: 4) ?? VectorRange(start: 0, count: 0)
  }

  /// The table at `index` of a vector of tables.
  @_lifetime(copy self)
  package func element(_ index: Int, of tables: VectorRange) throws(FormatError) -> TableView {
    precondition(index >= 0 && index < tables.count)
    let field = tables.start + 4 * index
    return try TableView(bytes, at: bytes.target(ofOffsetAt: field, byteCount: 4))
  }
}

extension RawSpan {
  /// The text of `range`; bytes that are not UTF-8 become U+FFFD.
  func string(_ range: VectorRange) -> String {
    unsafe extracting(range.start..<range.start + range.count).withUnsafeBytes {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }
}

/// Numbers of a FlatBuffer's vector, read in place.
package struct VectorView<Element: BitwiseCopyable>: ~Escapable {
  private let bytes: RawSpan
  private let range: VectorRange

  /// The vector of `slot`; empty if the table does not have it.
  @_lifetime(copy table)
  package init(_ table: TableView, _ slot: Int) throws(FormatError) {
    bytes = table.bytes
    range =
      try table.vector(slot, elementByteCount: MemoryLayout<Element>.size)
      ?? VectorRange(start: 0, count: 0)
  }

  /// A vector without elements.
  @_lifetime(copy table)
  init(emptyIn table: TableView) {
    bytes = table.bytes
    range = VectorRange(start: 0, count: 0)
  }

  package var count: Int { range.count }

  /// The element at `index`, which must be in `0..<count`.
  package subscript(index: Int) -> Element {
    precondition(index >= 0 && index < range.count)
    return bytes.load(Element.self, at: range.start + index * MemoryLayout<Element>.size)
  }

  /// A copy of all elements.
  package var array: [Element] {
    var result: [Element] = []
    result.reserveCapacity(count)
    for index in 0..<count { result.append(self[index]) }
    return result
  }
}

/// What generated views read: fields that lie outside of the bytes, which decoding has refused
/// already, are their default.
extension TableView {
  package func number<T: FixedWidthInteger & BitwiseCopyable>(_ slot: Int, or value: T) -> T {
    (try? integer(slot, or: value)) ?? value
  }

  func real(_ slot: Int, or value: Float) -> Float {
    (try? float(slot, or: value)) ?? value
  }

  func flag(_ slot: Int, or value: Bool) -> Bool {
    (try? bool(slot, or: value)) ?? value
  }

  func text(_ slot: Int) -> String {
    (try? string(slot)) ?? ""
  }

  @_lifetime(copy self)
  func elements<T: BitwiseCopyable>(_ slot: Int) -> VectorView<T> {
    do {
      return try VectorView(self, slot)
    } catch {
      return VectorView(emptyIn: self)
    }
  }
}
