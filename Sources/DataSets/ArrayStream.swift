// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// An array that is read one sample at a time.
///
/// Memory is that of one sample, however many there are; that of the whole array where it was saved
/// in Fortran order, in which no sample lies together.
final class ArrayStream {
  let header: NumPyHeader
  private let source: any ByteStream
  private let headerBytes: [UInt8]
  private var samplesRead = 0
  /// The elements of an array that was saved in Fortran order.
  private var rowMajor: [UInt8]?

  init(_ source: any ByteStream) throws {
    self.source = source
    guard source.byteCount >= NumPyHeader.prefixByteCount else {
      throw ArrayFileError("not a NumPy array: it has only \(source.byteCount) bytes")
    }
    let prefix = try source.read(NumPyHeader.prefixByteCount)
    let headerByteCount = try prefix.withUnsafeBytes { bytes throws(ArrayFileError) in
      try NumPyHeader.byteCount(prefix: bytes)
    }
    guard (prefix.count...source.byteCount).contains(headerByteCount) else {
      throw ArrayFileError("truncated: its header is not whole")
    }
    headerBytes = try prefix + source.read(headerByteCount - prefix.count)
    header = try headerBytes.withUnsafeBytes { bytes throws(ArrayFileError) in
      try NumPyHeader(parsing: bytes)
    }
    guard source.byteCount - headerByteCount == header.dataByteCount else {
      throw ArrayFileError(
        "its elements take \(source.byteCount - headerByteCount) bytes, its shape "
          + "\(header.shape.description) needs \(header.dataByteCount)")
    }
  }

  /// The next sample; there must be one.
  func nextSample(_ layout: SampleLayout) throws -> NumPyArray {
    let byteCount = layout.shape.elementCount * header.elementByteCount
    let bytes: [UInt8]
    if header.isFortranOrder && header.shape.rank > 1 {
      if rowMajor == nil { rowMajor = try readRowMajor() }
      bytes = Array(rowMajor![samplesRead * byteCount..<(samplesRead + 1) * byteCount])
    } else {
      bytes = try source.read(byteCount)
    }
    samplesRead += 1
    // Reading past the end is what makes the archive compare its checksum.
    if samplesRead == layout.count { _ = try source.read(upTo: 1) }
    return NumPyArray(
      type: header.type, shape: layout.shape, elementByteCount: header.elementByteCount,
      bytes: bytes)
  }

  private func readRowMajor() throws -> [UInt8] {
    let file = try headerBytes + source.read(header.dataByteCount)
    return try file.withUnsafeBytes { bytes throws(ArrayFileError) in
      try NumPyArray(parsing: bytes).bytes
    }
  }
}
