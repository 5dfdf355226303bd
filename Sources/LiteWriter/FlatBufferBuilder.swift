// SPDX-License-Identifier: Apache-2.0

/// Writes a FlatBuffer from its end to its start, as its offsets want: what a table refers to is
/// written before the table.
///
/// Vtables, strings and vectors of numbers that are equal are written once. Large constants are
/// not copied: they are kept as sources between the runs of bytes that the builder writes.
package struct FlatBufferBuilder {
  /// The place of something written: the distance of its first byte from the end of the buffer.
  package struct Offset: Hashable, Sendable {
    let fromEnd: Int
  }

  /// A part of the finished buffer.
  enum Segment {
    /// Bytes in the order in which they were written: the last one comes first in the file.
    case reversed([UInt8])
    case source(ByteSource)
  }

  private var finishedSegments: [Segment] = []
  private var current: [UInt8] = []
  private var finishedByteCount = 0
  private var vtables: [[UInt16]: Int] = [:]
  private var shared: [SharedVector: Offset] = [:]
  /// Where the latest number lies that was added as replaceable.
  private(set) var lastReplaceable = Offset(fromEnd: 0)

  private struct SharedVector: Hashable {
    let elementByteCount: Int
    let isString: Bool
    let bytes: [UInt8]
  }

  package init() {}

  /// Bytes written so far.
  package var byteCount: Int { finishedByteCount + current.count }

  /// The parts in the order of the file.
  var segments: [Segment] {
    (finishedSegments + [.reversed(current)]).reversed()
  }

  /// Writes zeros until what is written next, of `byteCount` bytes, starts at a multiple of
  /// `alignment`.
  mutating func pad(to alignment: Int, before size: Int) {
    let end = byteCount + size
    let padding = (alignment - end % alignment) % alignment
    current.append(contentsOf: repeatElement(0, count: padding))
  }

  private mutating func push<T: FixedWidthInteger>(_ value: T) {
    for shift in stride(from: T.bitWidth - 8, through: 0, by: -8) {
      current.append(UInt8(truncatingIfNeeded: value >> T(shift)))
    }
  }

  private mutating func pushOffset(_ target: Offset) {
    push(UInt32(byteCount + 4 - target.fromEnd))
  }

  /// A string.
  package mutating func string(_ text: String) -> Offset {
    vector(bytes: Array(text.utf8), elementByteCount: 1, isString: true)
  }

  /// A vector of integers of type `T`.
  ///
  /// - Throws: if one of `values` does not fit `T`.
  package mutating func vector<T: FixedWidthInteger>(
    _ values: [Int], as type: T.Type
  ) throws(WriteError) -> Offset {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * MemoryLayout<T>.size)
    for value in values {
      guard let exact = T(exactly: value) else {
        throw WriteError("\(value) does not fit \(T.self)")
      }
      for shift in stride(from: 0, to: T.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: exact >> T(shift)))
      }
    }
    return vector(bytes: bytes, elementByteCount: MemoryLayout<T>.size)
  }

  /// A vector of floats.
  package mutating func vector(_ values: [Float]) -> Offset {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 4)
    for value in values {
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(shift)))
      }
    }
    return vector(bytes: bytes, elementByteCount: 4)
  }

  /// A vector of truth values.
  package mutating func vector(_ values: [Bool]) -> Offset {
    vector(bytes: values.map { $0 ? 1 : 0 }, elementByteCount: 1)
  }

  /// A vector of bytes that starts at a multiple of `alignment`.
  package mutating func vector(_ bytes: [UInt8], alignment: Int = 1) -> Offset {
    pad(to: max(alignment, 4), before: bytes.count)
    current.append(contentsOf: bytes.reversed())
    push(UInt32(bytes.count))
    return Offset(fromEnd: byteCount)
  }

  /// A vector of a source's bytes that starts at a multiple of `alignment`; the bytes are not
  /// copied.
  package mutating func vector(_ source: ByteSource, alignment: Int) -> Offset {
    pad(to: alignment, before: source.count)
    if source.count > 0 {
      finishedSegments.append(.reversed(current))
      finishedSegments.append(.source(source))
      finishedByteCount += current.count + source.count
      current = []
    }
    push(UInt32(source.count))
    return Offset(fromEnd: byteCount)
  }

  private mutating func vector(
    bytes: [UInt8], elementByteCount: Int, isString: Bool = false
  ) -> Offset {
    let key = SharedVector(elementByteCount: elementByteCount, isString: isString, bytes: bytes)
    if let written = shared[key] { return written }
    pad(to: max(elementByteCount, 4), before: bytes.count + (isString ? 1 : 0))
    if isString { current.append(0) }
    current.append(contentsOf: bytes.reversed())
    push(UInt32(bytes.count / elementByteCount))
    let offset = Offset(fromEnd: byteCount)
    shared[key] = offset
    return offset
  }

  /// A vector of tables.
  package mutating func vector(of tables: [Offset]) -> Offset {
    pad(to: 4, before: 0)
    for table in tables.reversed() { pushOffset(table) }
    push(UInt32(tables.count))
    return Offset(fromEnd: byteCount)
  }

  /// A table of `fields`.
  package mutating func table(_ fields: TableFields) -> Offset {
    let values = fields.values.sorted {
      ($0.byteCount, $0.slot) > ($1.byteCount, $1.slot)
    }
    pad(to: values.first.map { max($0.byteCount, 4) } ?? 4, before: 0)
    let end = byteCount
    var places: [(slot: Int, fromEnd: Int)] = []
    for field in values {
      pad(to: field.byteCount, before: field.byteCount)
      switch field.value {
      case .number(let bits), .replaceable(let bits):
        for shift in stride(from: 8 * field.byteCount - 8, through: 0, by: -8) {
          current.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
      case .offset(let target): pushOffset(target)
      }
      if case .replaceable = field.value { lastReplaceable = Offset(fromEnd: byteCount) }
      places.append((field.slot, byteCount))
    }
    pad(to: 4, before: 4)
    return finishTable(places, end: end)
  }

  /// Writes the table's head, and its vtable if there is no equal one yet.
  private mutating func finishTable(
    _ places: [(slot: Int, fromEnd: Int)], end: Int
  ) -> Offset {
    let start = byteCount + 4
    let slotCount = (places.map(\.slot).max() ?? -1) + 1
    var vtable = [UInt16](repeating: 0, count: slotCount + 2)
    vtable[0] = UInt16(2 * vtable.count)
    vtable[1] = UInt16(start - end)
    for place in places { vtable[2 + place.slot] = UInt16(start - place.fromEnd) }
    if let written = vtables[vtable] {
      push(Int32(written - start))
      return Offset(fromEnd: start)
    }
    let vtableStart = start + 2 * vtable.count
    push(Int32(vtableStart - start))
    for entry in vtable.reversed() { push(entry) }
    vtables[vtable] = vtableStart
    return Offset(fromEnd: start)
  }

  /// Writes the start of the buffer: the offset of the root table and the format's four letters.
  ///
  /// - Parameter alignment: the largest alignment of any part.
  mutating func finish(root: Offset, identifier: String, alignment: Int) {
    pad(to: alignment, before: 8)
    for letter in identifier.utf8.reversed() { current.append(letter) }
    pushOffset(root)
  }

  /// The whole buffer with `root` as its root table, for small ones.
  package mutating func finished(root: Offset, identifier: String) -> [UInt8] {
    finish(root: root, identifier: identifier, alignment: 16)
    return SerializedLiteFile(flatBuffer: segments, behind: []).bytes
  }

  /// Replaces the 64-bit number that starts `fromEnd` bytes from the end by `value`.
  mutating func replaceNumber(at offset: Offset, by value: UInt64) {
    precondition(finishedSegments.isEmpty)
    let index = offset.fromEnd - 8
    for byte in 0..<8 {
      current[index + byte] = UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * byte))
    }
  }
}

/// The fields of a table that is about to be written. Fields at their default are left out.
package struct TableFields {
  enum Value {
    case number(UInt64)
    case replaceable(UInt64)
    case offset(FlatBufferBuilder.Offset)
  }

  private(set) var values: [(slot: Int, byteCount: Int, value: Value)] = []

  package init() {}

  /// An integer that the file keeps as `T`.
  ///
  /// - Throws: if `value` does not fit `T`.
  package mutating func add<T: FixedWidthInteger>(
    _ slot: Int, _ value: some BinaryInteger, default: T
  ) throws(WriteError) {
    guard let exact = T(exactly: value) else {
      throw WriteError("\(value) does not fit \(T.self) (field \(slot))")
    }
    if exact == `default` { return }
    values.append(
      (slot, MemoryLayout<T>.size, .number(UInt64(truncatingIfNeeded: exact))))
  }

  /// A floating-point number; left out only if it has the bits of the default.
  package mutating func add(_ slot: Int, _ value: Float, default: Float) {
    if value.bitPattern == `default`.bitPattern { return }
    values.append((slot, 4, .number(UInt64(value.bitPattern))))
  }

  package mutating func add(_ slot: Int, _ value: Bool, default: Bool) {
    if value == `default` { return }
    values.append((slot, 1, .number(value ? 1 : 0)))
  }

  /// A string, vector or table; left out if nil.
  package mutating func add(_ slot: Int, _ target: FlatBufferBuilder.Offset?) {
    guard let target else { return }
    values.append((slot, 4, .offset(target)))
  }

  /// A 64-bit number that is written whatever its value.
  mutating func addReplaceable(_ slot: Int, _ value: UInt64) {
    values.append((slot, 8, .replaceable(value)))
  }
}

/// What cannot be written, and why.
package struct WriteError: Error, Hashable, CustomStringConvertible {
  package let message: String

  package init(_ message: String) {
    self.message = message
  }

  package var description: String { message }
}
