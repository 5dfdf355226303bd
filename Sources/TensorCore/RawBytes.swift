// SPDX-License-Identifier: Apache-2.0

extension UnsafeRawBufferPointer {
  /// A hash of the count and of some 64 of the bytes: enough to tell most constants apart.
  package var sampledHash: Int {
    var hasher = Hasher()
    hasher.combine(count)
    for index in stride(from: 0, to: count, by: Swift.max(count / 64, 1)) {
      hasher.combine(self[index])
    }
    return hasher.finalize()
  }

  /// Whether both hold the same bytes.
  package func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    if baseAddress == other.baseAddress { return true }
    let wordSize = MemoryLayout<UInt64>.size
    let wordsEnd = count - count % wordSize
    for offset in stride(from: 0, to: wordsEnd, by: wordSize) {
      let mine = loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      guard mine == other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else {
        return false
      }
    }
    return (wordsEnd..<count).allSatisfy { self[$0] == other[$0] }
  }
}
