// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// An array that is read one sample at a time; samples lie along axis 0.
///
/// Memory is that of one sample, however many there are.
final class ArrayStream {
  let header: NumPyHeader
  private let source: any ByteSource
  private var samplesRead = 0

  init(_ source: any ByteSource) throws {
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
    let bytes = try prefix + source.read(headerByteCount - prefix.count)
    header = try bytes.withUnsafeBytes { bytes throws(ArrayFileError) in
      try NumPyHeader(parsing: bytes)
    }
    guard source.byteCount - headerByteCount == header.dataByteCount else {
      throw ArrayFileError(
        "its elements take \(source.byteCount - headerByteCount) bytes, its shape "
          + "\(header.shape.description) needs \(header.dataByteCount)")
    }
  }

  /// How many samples there are, those already read included.
  func sampleCount() throws -> Int {
    guard let count = header.shape.dimensions.first else {
      throw ArrayFileError("a scalar, where samples must lie along axis 0")
    }
    if header.isFortranOrder && header.shape.rank > 1 {
      throw ArrayFileError(
        "saved in Fortran order, which cannot be read a sample at a time; "
          + "save numpy.ascontiguousarray(array)")
    }
    return count
  }

  /// The shape of one sample: the array's without axis 0.
  var sampleShape: Shape { Shape(Array(header.shape.dimensions.dropFirst())) }

  /// The next sample; there must be one.
  func nextSample() throws -> NumPyArray {
    let shape = sampleShape
    let bytes = try source.read(shape.elementCount * header.elementByteCount)
    samplesRead += 1
    // Reading past the end is what makes the archive compare its checksum.
    if samplesRead == header.shape[0] { _ = try source.read(upTo: 1) }
    return NumPyArray(
      type: header.type, shape: shape, elementByteCount: header.elementByteCount, bytes: bytes)
  }
}
