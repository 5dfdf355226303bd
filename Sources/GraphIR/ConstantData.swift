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
  /// What keeps the bytes alive.
  private let owner: AnyObject
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
    let bytes: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
      bytes = .allocate(byteCount: max(byteCount, 1), alignment: 64)
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
    self.init(owner: storage, bytes: UnsafeRawBufferPointer(bytes))
  }

  /// A copy of the elements' bytes.
  package init<Element: BitwiseCopyable>(_ elements: [Element]) {
    self.init(byteCount: elements.count * MemoryLayout<Element>.stride) { bytes in
      elements.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
  }

  /// The elements; the byte count is rounded down to whole elements.
  package func elements<Element: BitwiseCopyable>(as _: Element.Type = Element.self) -> [Element] {
    let stride = MemoryLayout<Element>.stride
    return (0..<bytes.count / stride).map {
      bytes.loadUnaligned(fromByteOffset: $0 * stride, as: Element.self)
    }
  }
}
