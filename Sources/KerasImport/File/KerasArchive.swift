// SPDX-License-Identifier: Apache-2.0
import CZip
import Foundation
import GraphIR

/// A `.keras` file: a zip archive of the model's configuration and its weights.
struct KerasArchive {
  private let archive: OpaquePointer
  private let owner: Closing

  private static let byteLimit: UInt64 = 4 << 30

  /// Closes the archive when nobody refers to it any more.
  private final class Closing {
    let archive: OpaquePointer

    init(_ archive: OpaquePointer) {
      self.archive = archive
    }

    deinit {
      zip_discard(archive)
    }
  }

  init(path: String) throws {
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      throw importError("it is damaged: \(String(cString: zip_error_strerror(&error)))")
    }
    self.archive = archive
    owner = Closing(archive)
  }

  func contains(_ name: String) -> Bool {
    zip_name_locate(archive, name, 0) >= 0
  }

  /// The value of an entry that is JSON.
  func json(_ name: String) throws -> JSON {
    let file = try extracted(name)
    do throws(DamagedBytes) {
      return try JSON(parsing: file.bytes)
    } catch {
      throw importError("it is damaged: '\(name)': \(error.reason)")
    }
  }

  /// An entry's bytes, in a file without a name.
  ///
  /// - Throws: where there is none, or it is damaged: checksums are verified.
  func extracted(_ name: String) throws -> OpenFile {
    var status = zip_stat_t()
    zip_stat_init(&status)
    let index = zip_name_locate(archive, name, 0)
    guard index >= 0, zip_stat_index(archive, UInt64(index), 0, &status) == 0 else {
      throw importError("it has no '\(name)'; save the whole model with model.save")
    }
    guard status.size <= Self.byteLimit else {
      throw importError("'\(name)' has \(status.size) bytes, which is too many")
    }
    guard let entry = zip_fopen_index(archive, UInt64(index), 0) else { throw damaged(name) }
    defer { zip_fclose(entry) }
    return try OpenFile { descriptor in
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
      defer { buffer.deallocate() }
      var left = Int64(status.size)
      while true {
        let count = zip_fread(entry, buffer.baseAddress, UInt64(buffer.count))
        guard count >= 0 else { throw damaged(name) }
        if count == 0 { break }
        left -= count
        guard left >= 0 else { throw damaged(name) }
        try write(buffer, count: Int(count), to: descriptor)
      }
      guard left == 0 else { throw damaged(name) }
    }
  }

  private func write(
    _ buffer: UnsafeMutableRawBufferPointer, count: Int, to descriptor: Int32
  ) throws {
    var written = 0
    while written < count {
      let result = Foundation.write(
        descriptor, buffer.baseAddress! + written, count - written)
      if result < 0, errno == EINTR { continue }
      guard result > 0 else {
        throw importError("cannot write: \(String(cString: strerror(errno)))")
      }
      written += result
    }
  }

  private func damaged(_ name: String) -> ConversionError {
    importError("it is damaged: '\(name)' cannot be unpacked; copy the model again")
  }
}
