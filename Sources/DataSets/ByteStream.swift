// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore

/// Bytes that are read once, from front to end.
protocol ByteStream: AnyObject {
  /// Bytes from front to end.
  var byteCount: Int { get }
  /// Reads up to `count` bytes; none at the end.
  func read(upTo count: Int) throws -> [UInt8]
}

extension ByteStream {
  /// Reads exactly `count` bytes.
  ///
  /// Memory is taken as the bytes arrive, so a count that lies costs nothing.
  func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let part = try read(upTo: min(count - bytes.count, 1 << 20))
      if part.isEmpty { throw ArrayFileError("truncated: its elements end early") }
      if bytes.isEmpty { bytes = part } else { bytes.append(contentsOf: part) }
    }
    return bytes
  }
}

/// The bytes of a file.
final class FileBytes: ByteStream {
  let byteCount: Int
  private let file: FileHandle

  init(path: String) throws {
    do {
      file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      byteCount = Int(try file.seekToEnd())
      try file.seek(toOffset: 0)
    } catch {
      throw ArrayFileError("cannot read: \(systemReason(error))")
    }
  }

  func read(upTo count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, readCount in
      var result = 0
      repeat {
        result = Foundation.read(file.fileDescriptor, buffer.baseAddress, count)
      } while result < 0 && errno == EINTR
      guard result >= 0 else {
        throw ArrayFileError("cannot read: \(String(cString: strerror(errno)))")
      }
      readCount = result
    }
  }
}

/// What the system said, without the words that Foundation puts around it.
func systemReason(_ error: any Error) -> String {
  let cocoa = error as NSError
  let cause = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError ?? cocoa
  if cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
  return cocoa.localizedDescription
}
