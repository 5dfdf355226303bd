// SPDX-License-Identifier: Apache-2.0
import CPlatform
import TensorCore

extension NumPyArray {
  /// Reads an `.npy` file.
  ///
  /// Arrays in Fortran order are rearranged. Throws if the file cannot be read, is not such a
  /// file, is shorter or longer than its header says, or has elements that are not supported.
  package init(contentsOf path: String) throws(ArrayFileError) {
    var base: UnsafeRawPointer?
    var count = 0
    let error = linnet_map_file(path, &base, &count)
    guard error == 0 else {
      throw ArrayFileError(path, "cannot read: " + String(cString: linnet_error_text(error)))
    }
    defer { linnet_unmap_file(base, count) }
    do throws(ArrayFileError) {
      try self.init(parsing: UnsafeRawBufferPointer(start: base, count: count))
    } catch {
      throw ArrayFileError(path, error.message)
    }
  }

  /// Reads the bytes of an `.npy` file.
  package init(parsing file: UnsafeRawBufferPointer) throws(ArrayFileError) {
    let header = try NumPyHeader(parsing: file)
    let start = try NumPyHeader.byteCount(prefix: file)
    guard file.count - start == header.dataByteCount else {
      throw ArrayFileError(
        "its elements take \(file.count - start) bytes, its shape "
          + "\(header.shape.description) needs \(header.dataByteCount)")
    }
    let bytes = Array(file[start...])
    self.init(
      type: header.type, shape: header.shape, elementByteCount: header.elementByteCount,
      bytes: header.isFortranOrder ? Self.rowMajor(bytes, header) : bytes)
  }

  /// Writes an `.npy` file, as a whole or not at all.
  package func write(to path: String) throws(ArrayFileError) {
    let header = NumPyHeader.bytes(for: self)
    let error = linnet_write_file(path, header, header.count, bytes, bytes.count)
    guard error == 0 else {
      throw ArrayFileError(path, "cannot write: " + String(cString: linnet_error_text(error)))
    }
  }

  /// The elements of an array whose first axis is the fastest, with the last axis fastest.
  private static func rowMajor(_ columnMajor: [UInt8], _ header: NumPyHeader) -> [UInt8] {
    guard !columnMajor.isEmpty else { return [] }
    let dimensions = header.shape.dimensions
    let size = header.elementByteCount
    var strides = [Int](repeating: size, count: dimensions.count)
    for axis in 1..<max(dimensions.count, 1) {
      strides[axis] = strides[axis - 1] * dimensions[axis - 1]
    }
    var result: [UInt8] = []
    result.reserveCapacity(columnMajor.count)
    var index = [Int](repeating: 0, count: dimensions.count)
    var offset = 0
    while result.count < columnMajor.count {
      result.append(contentsOf: columnMajor[offset..<offset + size])
      var axis = dimensions.count - 1
      while axis >= 0 {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < dimensions[axis] { break }
        offset -= strides[axis] * dimensions[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return result
  }
}
