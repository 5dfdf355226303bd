// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What bytes are mapped from, and can be mapped from again.
package protocol PagedStorage: AnyObject {
  /// Lets go of the memory behind bytes that are not read for a while; they stay readable.
  func release(_ bytes: UnsafeRawBufferPointer)
}

extension UnsafeRawBufferPointer {
  /// Lets go of the pages that lie wholly within bytes of a mapped file.
  package func releasePages() {
    guard let address = baseAddress else { return }
    let page = UInt(getpagesize())
    let first = (UInt(bitPattern: address) + page - 1) / page * page
    let end = (UInt(bitPattern: address) + UInt(count)) / page * page
    guard first < end, let start = UnsafeMutableRawPointer(bitPattern: first) else { return }
    madvise(start, Int(end - first), MADV_DONTNEED)
  }
}

/// The bytes of a constant, shared without copying: part of a mapped file or of an array.
///
/// Elements are packed, little-endian, row-major; aligned to 64 bytes when made here, else to the
/// file's own alignment (use unaligned loads).
package struct ConstantData: @unchecked Sendable {
  /// What keeps the bytes alive: another's, or memory of its own.
  private let owner: AnyObject?
  private var storage: Storage?
  package let bytes: UnsafeRawBufferPointer

  /// Bytes that `owner` keeps alive and unchanged.
  package init(owner: AnyObject, bytes: UnsafeRawBufferPointer) {
    self.owner = owner
    self.bytes = bytes
  }

  /// Lets go of the memory behind a range of the bytes, where a file has them too.
  package func release(_ range: Range<Int>) {
    (owner as? any PagedStorage)?.release(UnsafeRawBufferPointer(rebasing: bytes[range]))
  }

  private final class Storage {
    /// From how many bytes on memory is asked for in large pages, which are had at once.
    private static let largeByteCount = 4 << 20
    private static let largePage = 2 << 20

    let bytes: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
      let isLarge = byteCount >= Self.largeByteCount
      bytes = .allocate(byteCount: max(byteCount, 1), alignment: isLarge ? Self.largePage : 64)
      if isLarge {
        madvise(bytes.baseAddress, byteCount / Self.largePage * Self.largePage, MADV_HUGEPAGE)
      }
    }

    deinit {
      bytes.deallocate()
    }
  }

  /// New bytes of the given count, which `fill` writes.
  package init(byteCount: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
    let storage = Storage(byteCount: byteCount)
    let bytes = UnsafeMutableRawBufferPointer(rebasing: storage.bytes[..<byteCount])
    try fill(bytes)
    owner = nil
    self.storage = storage
    self.bytes = UnsafeRawBufferPointer(bytes)
  }

  /// Changes the bytes: where they lie if no other constant shares them, else as a copy.
  package mutating func modify(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
    if storage == nil || !isKnownUniquelyReferenced(&storage) {
      let shared = bytes
      self = ConstantData(byteCount: shared.count) { $0.copyMemory(from: shared) }
    }
    body(UnsafeMutableRawBufferPointer(mutating: bytes))
  }

  /// A copy of the elements' bytes.
  package init<Element: BitwiseCopyable>(_ elements: [Element]) {
    self.init(byteCount: elements.count * MemoryLayout<Element>.stride) { bytes in
      elements.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
  }

  /// The same bytes where floats can be read as such: a copy if a file has them at an odd place.
  package var alignedForFloats: ConstantData {
    guard UInt(bitPattern: bytes.baseAddress) % 4 != 0 else { return self }
    return ConstantData(byteCount: bytes.count) { $0.copyMemory(from: bytes) }
  }

  /// The elements; the byte count is rounded down to whole elements.
  package func elements<Element: BitwiseCopyable>(as _: Element.Type = Element.self) -> [Element] {
    let stride = MemoryLayout<Element>.stride
    let count = bytes.count / stride
    return Array(unsafeUninitializedCapacity: count) { elements, initializedCount in
      UnsafeMutableRawBufferPointer(elements).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * stride)]))
      initializedCount = count
    }
  }
}
