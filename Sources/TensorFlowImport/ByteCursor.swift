// SPDX-License-Identifier: Apache-2.0

/// Bytes were not what the format demands.
struct DamagedBytes: Error {
  let reason: String
}

/// Reads bytes from front to back; every read is checked against the end.
struct ByteCursor {
  let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() throws(DamagedBytes) -> UInt8 {
    guard position < bytes.count else { throw DamagedBytes(reason: "it ends too early") }
    defer { position += 1 }
    return bytes[position]
  }

  /// An unsigned number in groups of seven bits, the lowest first.
  mutating func varint() throws(DamagedBytes) -> Int {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      let next = try byte()
      value |= UInt64(next & 0x7f) << shift
      if next < 0x80 { return Int(value) }
    }
    throw DamagedBytes(reason: "a number is too long")
  }

  mutating func bytes(_ count: Int) throws(DamagedBytes) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= bytes.count - position else {
      throw DamagedBytes(reason: "it ends too early")
    }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  mutating func littleEndian32() throws(DamagedBytes) -> UInt32 {
    UInt32(littleEndian: try bytes(4).loadUnaligned(as: UInt32.self))
  }
}
