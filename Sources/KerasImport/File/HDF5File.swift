// SPDX-License-Identifier: Apache-2.0
import CHDF5
import CPlatform
import Foundation
import GraphIR
import TensorCore

/// Bytes were not what the format demands.
struct DamagedBytes: Error {
  let reason: String
}

/// An error of the import stage.
func importError(_ reason: String) -> ConversionError {
  ConversionError(reason, stage: "import")
}

/// A file that is open, mapped read-only for as long as it is referred to.
final class OpenFile: PagedStorage, @unchecked Sendable {
  let descriptor: Int32
  private(set) var bytes: UnsafeRawBufferPointer

  /// Takes over an open descriptor and maps what the file has now.
  init(descriptor: Int32) throws {
    self.descriptor = descriptor
    bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.systemError() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw importError("it is no regular file") }
    guard status.st_size > 0 else { return }
    let count = Int(status.st_size)
    guard let address = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0),
      address != MAP_FAILED
    else { throw Self.systemError() }
    bytes = UnsafeRawBufferPointer(start: address, count: count)
  }

  /// - Throws: if there is no such file or it cannot be mapped.
  convenience init(path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.systemError() }
    try self.init(descriptor: descriptor)
  }

  /// A file without a name, which `fill` writes.
  convenience init(filledBy fill: (Int32) throws -> Void) throws {
    let descriptor = linnet_temporary_file()
    guard descriptor >= 0 else {
      throw importError("no temporary file: \(String(cString: strerror(-descriptor)))")
    }
    do {
      try fill(descriptor)
    } catch {
      close(descriptor)
      throw error
    }
    try self.init(descriptor: descriptor)
  }

  deinit {
    if let address = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
    }
    close(descriptor)
  }

  func release(_ bytes: UnsafeRawBufferPointer) {
    bytes.releasePages()
  }

  /// How many bytes may come out of a compressed file: 4 GiB at most, of small ones less.
  static func contentsLimit(ofFile byteCount: Int) -> Int {
    min(4 << 30, (128 << 20) + 64 * byteCount)
  }

  private static func systemError() -> ConversionError {
    importError("cannot read: \(String(cString: strerror(errno)))")
  }
}

/// An array of a file; its bytes are where they stand in the file, if these are plain.
struct StoredArray: Sendable {
  /// Where it is in the file.
  let path: String
  /// Nil for types that no weight has.
  let type: ElementType?
  let shape: [Int]
  let data: ConstantData

  /// As in `[3, 3, 1, 8]`.
  var shapeText: String { "\(shape)" }
}

/// What an HDF5 file holds, as far as Keras writes it: texts, and arrays of numbers.
///
/// The library reads in a process of its own; here only its index is read, each number of it
/// checked.
final class HDF5File {
  /// Arrays by their paths, as in `layers/dense/vars/0`.
  private(set) var arrays: [String: StoredArray] = [:]
  /// Texts by object and name, as in `model_weights/dense@weight_names`.
  private(set) var texts: [String: [String]] = [:]

  /// - Throws: where the file is damaged, or holds more than can be read.
  init(_ input: OpenFile, skippedGroup: String) throws {
    var result = linnet_hdf5_result()
    let byteLimit = OpenFile.contentsLimit(ofFile: input.bytes.count)
    // The library may walk in rings of a damaged file; what is whole takes far less.
    let seconds = 15 + (byteLimit >> 26)
    let output = try OpenFile { descriptor in
      skippedGroup.withCString { skipped in
        var limits = linnet_hdf5_limits(
          byte_count: UInt64(byteLimit), object_count: 1_000_000, seconds: UInt32(seconds),
          skipped_group: skipped)
        linnet_hdf5_read(input.descriptor, descriptor, &limits, &result)
      }
      let message = withUnsafeBytes(of: result.message) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard message.isEmpty else { throw importError(message) }
    }
    do throws(DamagedBytes) {
      let index = try Self.range(result.index_offset, result.index_byte_count, of: output)
      try read(index: index, input: input, output: output)
    } catch {
      throw importError("it is damaged: \(error.reason)")
    }
  }

  /// What an index says of a file, without the process that reads it.
  ///
  /// - Throws: where the index does not fit the files.
  init(index: UnsafeRawBufferPointer, input: OpenFile, output: OpenFile) throws {
    do throws(DamagedBytes) {
      try read(index: index, input: input, output: output)
    } catch {
      throw importError("it is damaged: \(error.reason)")
    }
  }

  private func read(
    index: UnsafeRawBufferPointer, input: OpenFile, output: OpenFile
  ) throws(DamagedBytes) {
    var cursor = IndexCursor(index)
    while !cursor.isAtEnd {
      let kind = try cursor.number32()
      let path = try cursor.text()
      switch linnet_hdf5_record(kind) {
      case LINNET_HDF5_ATTRIBUTE:
        var strings: [String] = []
        for _ in 0..<(try cursor.number32()) { strings.append(try cursor.text()) }
        texts[path] = strings
      case LINNET_HDF5_DATASET:
        arrays[path] = try Self.array(path, &cursor, input: input, output: output)
      default: throw DamagedBytes(reason: "its index has an unknown record")
      }
    }
  }

  private static func array(
    _ path: String, _ cursor: inout IndexCursor, input: OpenFile, output: OpenFile
  ) throws(DamagedBytes) -> StoredArray {
    let type = elementType(linnet_hdf5_type(try cursor.number32()))
    var shape: [Int] = []
    for _ in 0..<(try cursor.number32()) {
      guard let size = Int(exactly: try cursor.number64()) else {
        throw DamagedBytes(reason: "the shape of '\(path)' is too large")
      }
      shape.append(size)
    }
    let file = try cursor.number32() == 0 ? input : output
    let (offset, byteCount) = (try cursor.number64(), try cursor.number64())
    guard let type else {
      return StoredArray(path: path, type: nil, shape: shape, data: ConstantData([] as [UInt8]))
    }
    let bytes = try range(offset, byteCount, of: file)
    guard let count = Shape(shape).checkedElementCount, type.byteCount(of: count) == bytes.count
    else { throw DamagedBytes(reason: "'\(path)' has \(bytes.count) bytes for shape \(shape)") }
    return StoredArray(
      path: path, type: type, shape: shape, data: ConstantData(owner: file, bytes: bytes))
  }

  private static func range(
    _ offset: UInt64, _ count: UInt64, of file: OpenFile
  ) throws(DamagedBytes) -> UnsafeRawBufferPointer {
    let total = UInt64(file.bytes.count)
    guard offset <= total, count <= total - offset else {
      throw DamagedBytes(reason: "an array is outside of the file")
    }
    return UnsafeRawBufferPointer(rebasing: file.bytes[Int(offset)..<Int(offset + count)])
  }

  static func elementType(_ type: linnet_hdf5_type) -> ElementType? {
    switch type {
    case LINNET_HDF5_FLOAT16: .float16
    case LINNET_HDF5_FLOAT32: .float32
    case LINNET_HDF5_FLOAT64: .float64
    case LINNET_HDF5_INT8: .int8
    case LINNET_HDF5_INT16: .int16
    case LINNET_HDF5_INT32: .int32
    case LINNET_HDF5_INT64: .int64
    case LINNET_HDF5_UINT8: .uint8
    case LINNET_HDF5_UINT16: .uint16
    case LINNET_HDF5_UINT32: .uint32
    case LINNET_HDF5_UINT64: .uint64
    case LINNET_HDF5_BOOL: .bool
    case LINNET_HDF5_BYTES2: .bfloat16
    default: nil
    }
  }
}

/// Reads an index from front to back; every read is checked against the end.
private struct IndexCursor {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  private mutating func take(_ count: Int) throws(DamagedBytes) -> UnsafeRawBufferPointer {
    guard count <= bytes.count - position else {
      throw DamagedBytes(reason: "its index ends too early")
    }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  mutating func number32() throws(DamagedBytes) -> UInt32 {
    UInt32(littleEndian: try take(4).loadUnaligned(as: UInt32.self))
  }

  mutating func number64() throws(DamagedBytes) -> UInt64 {
    UInt64(littleEndian: try take(8).loadUnaligned(as: UInt64.self))
  }

  mutating func text() throws(DamagedBytes) -> String {
    String(decoding: try take(Int(try number32())), as: UTF8.self)
  }
}
