// SPDX-License-Identifier: Apache-2.0
#if !COMMON_OPERATORS_ONLY
  import CChecksum
  import LiteFormat
  import TensorCore

  /// Keys and values in the order of the keys, as TensorFlow's checkpoints store them.
  ///
  /// The file is blocks, and at its end 48 bytes: where the block of metadata is, which has none, and where
  /// the index, filled up with zeros to 40 bytes, and a number that tells the format. A place is two
  /// numbers of seven bits in a byte: the first byte's, and how many there are. A block is entries, then
  /// the places in it of entries that are written out, then how many of these there are, four bytes each;
  /// behind it is one byte for its compression, 0 for none, and its checksum. An entry is how many bytes
  /// its key shares with that before, how many it has beside, how many the value has, and then these. The
  /// index has an entry for each block of data, whose value is the block's place, and whose key is not
  /// below those of the block.
  ///
  /// Source: LevelDB's table format, as TensorFlow has taken it over.
  enum SavedTable {
    static let magic: UInt64 = 0xDB47_7524_8B80_FB57
    static let footerByteCount = 48
    /// Behind each block.
    static let trailerByteCount = 5

    /// What is stored of the checksum of a block and the byte behind it.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
      let sum = linnet_crc32c(0, bytes.baseAddress, bytes.count)
      return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
    }
  }

  extension [UInt8] {
    /// A number of seven bits in a byte.
    mutating func append(number: UInt64) {
      var rest = number
      while rest >= 0x80 {
        append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      append(UInt8(rest))
    }

    /// The lower bytes of a number, the lowest first.
    mutating func append(_ number: UInt64, byteCount: Int) {
      for index in 0..<byteCount { append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index))) }
    }
  }

  /// A block that is being written.
  private struct TableBlock {
    /// After how many entries one is written out.
    let interval: Int
    private(set) var bytes: [UInt8] = []
    private var restarts = [0]
    private var count = 0
    private(set) var lastKey: [UInt8] = []

    init(interval: Int) {
      self.interval = interval
    }

    var isEmpty: Bool { count == 0 }
    var byteCount: Int { bytes.count + 4 * (restarts.count + 1) }

    mutating func append(_ key: [UInt8], _ value: [UInt8]) {
      var shared = 0
      if count % interval != 0 {
        while shared < min(key.count, lastKey.count), key[shared] == lastKey[shared] { shared += 1 }
      } else if count > 0 {
        restarts.append(bytes.count)
      }
      bytes.append(number: UInt64(shared))
      bytes.append(number: UInt64(key.count - shared))
      bytes.append(number: UInt64(value.count))
      bytes += key[shared...]
      bytes += value
      lastKey = key
      count += 1
    }

    /// Writes the block behind what is there.
    ///
    /// - Returns: its place.
    func write(to file: inout [UInt8]) -> [UInt8] {
      let start = file.count
      file += bytes
      for restart in restarts { file.append(UInt64(restart), byteCount: 4) }
      file.append(UInt64(restarts.count), byteCount: 4)
      var place: [UInt8] = []
      place.append(number: UInt64(start))
      place.append(number: UInt64(file.count - start))
      file.append(0)
      let checksum = file.withUnsafeBytes {
        SavedTable.checksum(UnsafeRawBufferPointer(rebasing: $0[start...]))
      }
      file.append(UInt64(checksum), byteCount: 4)
      return place
    }
  }

  /// Writes a ``SavedTable``.
  struct SavedTableWriter {
    private var file: [UInt8] = []
    private var block = TableBlock(interval: 16)
    private var index = TableBlock(interval: 1)

    private static let blockByteCount = 1 << 18

    /// Adds an entry; its key is above those before.
    mutating func append(_ key: [UInt8], _ value: [UInt8]) {
      if block.byteCount >= Self.blockByteCount { endBlock(key: block.lastKey) }
      block.append(key, value)
    }

    private mutating func endBlock(key: [UInt8]) {
      index.append(key, block.write(to: &file))
      block = TableBlock(interval: 16)
    }

    /// The whole file.
    ///
    /// - Parameter end: a key above all others.
    mutating func finish(end: [UInt8]) -> [UInt8] {
      endBlock(key: end)
      var footer = TableBlock(interval: 16).write(to: &file)
      footer += index.write(to: &file)
      footer += [UInt8](repeating: 0, count: SavedTable.footerByteCount - 8 - footer.count)
      footer.append(SavedTable.magic, byteCount: 8)
      return file + footer
    }
  }

  /// Reads a ``SavedTable``; every access is checked against the bytes.
  struct SavedTableReader: ~Escapable {
    let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
      self.bytes = bytes
    }

    static var damage: FormatError { FormatError("the file is damaged") }

    /// Calls `body` with the value of each entry, in the order of the keys, until it says that it has
    /// what it wants.
    ///
    /// - Throws: where the file is no table, a checksum is wrong, or a block is compressed.
    func forEachValue(
      _ body: (RawSpan, Range<Int>) throws(FormatError) -> Bool
    ) throws(FormatError) {
      let end = bytes.byteCount - 8
      guard end >= SavedTable.footerByteCount - 8,
        bytes.unsignedInteger(at: end, byteCount: 8) == SavedTable.magic
      else { throw Self.damage }
      var position = end + 8 - SavedTable.footerByteCount
      _ = try place(at: &position, before: end)
      let index = try place(at: &position, before: end)
      try forEachEntry(of: index) { (value) throws(FormatError) in
        var next = value.lowerBound
        var isDone = false
        try forEachEntry(of: place(at: &next, before: value.upperBound)) {
          (value) throws(FormatError) in
          isDone = try body(bytes, value)
          return isDone
        }
        return isDone
      }
    }

    /// The block whose place stands at `position`, which is moved behind it.
    private func place(at position: inout Int, before end: Int) throws(FormatError) -> Range<Int> {
      let start = try bytes.wireNumber(at: &position, before: end)
      let count = try bytes.wireNumber(at: &position, before: end)
      let limit = UInt64(bytes.byteCount - SavedTable.trailerByteCount)
      guard start <= limit, count <= limit - start else { throw Self.damage }
      return Int(start)..<Int(start) + Int(count)
    }

    private func forEachEntry(
      of block: Range<Int>, _ body: (Range<Int>) throws(FormatError) -> Bool
    ) throws(FormatError) {
      let checksum = bytes.withUnsafeBytes {
        SavedTable.checksum(
          UnsafeRawBufferPointer(rebasing: $0[block.lowerBound..<block.upperBound + 1]))
      }
      guard block.count >= 4, bytes.load(UInt8.self, at: block.upperBound) == 0,
        bytes.unsignedInteger(at: block.upperBound + 1, byteCount: 4) == UInt64(checksum)
      else { throw Self.damage }
      let restarts = bytes.unsignedInteger(at: block.upperBound - 4, byteCount: 4)
      guard restarts <= UInt64(block.count / 4 - 1) else { throw Self.damage }
      let end = block.upperBound - 4 * (Int(restarts) + 1)
      var position = block.lowerBound
      while position < end {
        _ = try bytes.wireNumber(at: &position, before: end)
        let keyByteCount = try bytes.wireNumber(at: &position, before: end)
        let byteCount = try bytes.wireNumber(at: &position, before: end)
        guard keyByteCount <= UInt64(end - position),
          byteCount <= UInt64(end - position) - keyByteCount
        else { throw Self.damage }
        let start = position + Int(keyByteCount)
        position = start + Int(byteCount)
        if try body(start..<position) { return }
      }
    }
  }

  extension RawSpan {
    /// The number of some bytes that lie in the span, the lowest first.
    func unsignedInteger(at position: Int, byteCount: Int) -> UInt64 {
      var value: UInt64 = 0
      for index in 0..<byteCount {
        value |= UInt64(load(UInt8.self, at: position + index)) << UInt64(8 * index)
      }
      return value
    }
  }
#endif
