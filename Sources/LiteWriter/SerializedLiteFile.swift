// SPDX-License-Identifier: Apache-2.0
import CFlatBuffers
import Foundation

/// A finished `.tflite` file that has not been put together: its tables, and where its constants
/// lie. Writing it copies no constant.
package struct SerializedLiteFile {
  private let parts: [FlatBufferBuilder.Segment]
  /// The size of the FlatBuffer, with the constants in it.
  package let flatBufferByteCount: Int
  /// The size of the file.
  package let byteCount: Int

  /// - Parameter behind: constants that follow the FlatBuffer, each at a multiple of 16.
  init(flatBuffer: [FlatBufferBuilder.Segment], behind: [ByteSource]) {
    var parts = flatBuffer
    var position = flatBuffer.reduce(0) { $0 + $1.count }
    flatBufferByteCount = position
    for source in behind {
      let padding = Self.aligned(position) - position
      parts.append(.reversed([UInt8](repeating: 0, count: padding)))
      parts.append(.source(source))
      position += padding + source.count
    }
    self.parts = parts
    byteCount = position
  }

  /// The next multiple of the constants' alignment.
  static func aligned(_ position: Int) -> Int {
    (position + LiteSerializer.alignment - 1) / LiteSerializer.alignment * LiteSerializer.alignment
  }

  /// Calls `body` with each run of bytes, from the start of the file to its end.
  package func forEachRun(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    for part in parts {
      switch part {
      case .reversed(let bytes): try Array(bytes.reversed()).withUnsafeBytes(body)
      case .source(let source): try source.withBytes(body)
      }
    }
  }

  /// The whole file in memory, for small ones.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(byteCount)
    forEachRun { result.append(contentsOf: $0) }
    return result
  }

  /// Writes the file to `path`: whole and accepted by libflatbuffers' verifier, or not at all.
  ///
  /// - Parameter check: a further check of what was written.
  /// - Throws: ``WriteError`` with the path and the reason; what was at `path` is untouched then.
  package func write(
    toPath path: String,
    check: (UnsafeRawBufferPointer) throws(WriteError) -> Void = { (_) throws(WriteError) in }
  ) throws(WriteError) {
    try AtomicFile.write(toPath: path) { (file) throws(WriteError) in
      do {
        try forEachRun { try file.write($0) }
      } catch {
        throw error as? WriteError ?? WriteError("\(error)")
      }
    } check: { (written) throws(WriteError) in
      guard written.count == byteCount else {
        throw WriteError("\(written.count) bytes were written of \(byteCount)")
      }
      let flatBuffer = UnsafeRawBufferPointer(rebasing: written.prefix(flatBufferByteCount))
      guard Self.isValid(flatBuffer) else {
        throw WriteError("libflatbuffers' verifier refuses the file; this is an error of Linnet")
      }
      try check(written)
    }
  }

  /// Whether libflatbuffers, led by the binary schema, finds nothing wrong with a FlatBuffer.
  package static func isValid(_ flatBuffer: UnsafeRawBufferPointer) -> Bool {
    linnet_is_valid_lite_file(flatBuffer.baseAddress, flatBuffer.count)
  }
}

extension FlatBufferBuilder.Segment {
  var count: Int {
    switch self {
    case .reversed(let bytes): bytes.count
    case .source(let source): source.count
    }
  }
}
