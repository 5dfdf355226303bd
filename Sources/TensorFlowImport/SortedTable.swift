// SPDX-License-Identifier: Apache-2.0
import CChecksum

/// Keys and values of a sorted string table, the file format of a checkpoint's index.
///
/// The last 48 bytes say where the index block is; its values say where the data blocks are. In a
/// block each key gives only what differs from its predecessor's beginning. Every block is followed
/// by its compression and the masked CRC-32C of both, which is verified.
///
/// Source: LevelDB table format.
struct SortedTable {
  private(set) var entries: [(key: String, value: [UInt8])] = []

  private static let footerByteCount = 48
  private static let magic: UInt64 = 0xdb47_7524_8b80_fb57

  init(_ file: UnsafeRawBufferPointer) throws(DamagedBytes) {
    guard file.count >= Self.footerByteCount else {
      throw DamagedBytes(reason: "it has \(file.count) bytes, fewer than the smallest index")
    }
    let footer = UnsafeRawBufferPointer(rebasing: file.suffix(Self.footerByteCount))
    guard
      UInt64(littleEndian: footer.loadUnaligned(fromByteOffset: 40, as: UInt64.self))
        == Self.magic
    else { throw DamagedBytes(reason: "it does not end as an index does") }
    var cursor = ByteCursor(footer)
    _ = try BlockHandle(from: &cursor)
    let index = try Self.block(at: BlockHandle(from: &cursor), of: file)
    for (_, value) in try Self.entries(of: index) {
      let handle = try value.withRawBytes { bytes throws(DamagedBytes) in
        var cursor = ByteCursor(bytes)
        return try BlockHandle(from: &cursor)
      }
      for (key, value) in try Self.entries(of: Self.block(at: handle, of: file)) {
        entries.append((String(decoding: key, as: UTF8.self), value))
      }
    }
  }

  /// Where a block is in the file.
  private struct BlockHandle {
    let offset: Int
    let byteCount: Int

    init(from cursor: inout ByteCursor) throws(DamagedBytes) {
      offset = try cursor.varint()
      byteCount = try cursor.varint()
    }
  }

  /// The contents of a block, verified and decompressed.
  private static func block(
    at handle: BlockHandle, of file: UnsafeRawBufferPointer
  ) throws(DamagedBytes) -> [UInt8] {
    let trailerByteCount = 5
    guard handle.offset <= file.count, handle.byteCount <= file.count - handle.offset,
      trailerByteCount <= file.count - handle.offset - handle.byteCount
    else { throw DamagedBytes(reason: "a block lies outside of it") }
    let end = handle.offset + handle.byteCount
    let stored = UInt32(littleEndian: file.loadUnaligned(fromByteOffset: end + 1, as: UInt32.self))
    let checked = UnsafeRawBufferPointer(rebasing: file[handle.offset...end])
    guard maskedChecksum(of: checked) == stored else {
      throw DamagedBytes(reason: "the checksum of a block at byte \(handle.offset) is wrong")
    }
    let contents = UnsafeRawBufferPointer(rebasing: checked.dropLast())
    switch file[end] {
    case 0: return Array(contents)
    case 1: return try snappyDecoded(contents)
    default: throw DamagedBytes(reason: "a block is compressed in an unknown way (\(file[end]))")
    }
  }

  private static func entries(
    of block: [UInt8]
  ) throws(DamagedBytes) -> [(key: [UInt8], value: [UInt8])] {
    try block.withRawBytes { bytes throws(DamagedBytes) in
      guard bytes.count >= 4 else { throw DamagedBytes(reason: "a block is too short") }
      let restarts = UInt32(
        littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
      let entriesEnd = bytes.count - 4 - 4 * Int(restarts)
      guard entriesEnd >= 0 else { throw DamagedBytes(reason: "a block is too short") }
      var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: bytes[..<entriesEnd]))
      var key: [UInt8] = []
      var entries: [(key: [UInt8], value: [UInt8])] = []
      while !cursor.isAtEnd {
        let shared = try cursor.varint()
        let unshared = try cursor.varint()
        let valueCount = try cursor.varint()
        guard shared <= key.count else {
          throw DamagedBytes(reason: "a key repeats more than its predecessor has")
        }
        key.removeLast(key.count - shared)
        key.append(contentsOf: try cursor.bytes(unshared))
        entries.append((key, Array(try cursor.bytes(valueCount))))
      }
      return entries
    }
  }
}

extension [UInt8] {
  /// Calls `body` with the bytes; typed throws where the standard library has untyped ones.
  func withRawBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outcome: Swift.Result<Result, Failure> = withUnsafeBytes { bytes in
      do throws(Failure) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}

/// The CRC-32C of the bytes as it is stored: turned and shifted, so that the checksum of bytes that
/// contain their checksum is not a special value.
func maskedChecksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
  masked(linnet_crc32c(0, bytes.baseAddress, bytes.count))
}

func masked(_ crc: UInt32) -> UInt32 {
  (crc >> 15 | crc << 17) &+ 0xa282_ead8
}
