// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CZip
import TensorCore

/// A zip file that is open for reading.
package final class ZipArchive {
  /// The names of its entries, in the file's order.
  package let entryNames: [String]
  private let archive: OpaquePointer

  /// - Parameter fault: how the error begins where the file is no zip archive.
  package init(path: String, fault: String = "cannot read") throws {
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      throw ArrayFileError("\(fault): \(String(cString: zip_error_strerror(&error)))")
    }
    self.archive = archive
    entryNames = (0..<zip_get_num_entries(archive, 0)).map { index in
      zip_get_name(archive, UInt64(index), 0).map { String(cString: $0) } ?? ""
    }
  }

  deinit {
    zip_discard(archive)
  }

  /// Opens an entry; several may be open and read in turn.
  package func open(entry index: Int) throws -> ZipEntry {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat_index(archive, UInt64(index), 0, &status) == 0,
      status.valid & UInt64(ZIP_STAT_SIZE) != 0, let byteCount = Int(exactly: status.size),
      let file = zip_fopen_index(archive, UInt64(index), 0)
    else {
      throw ArrayFileError(
        "cannot read '\(entryNames[index])': \(String(cString: zip_strerror(archive)))")
    }
    return ZipEntry(file: file, byteCount: byteCount, archive: self)
  }
}

/// An entry of a zip file, decompressed as it is read.
package final class ZipEntry: ByteStream {
  package let byteCount: Int
  private let file: OpaquePointer
  private let archive: ZipArchive

  init(file: OpaquePointer, byteCount: Int, archive: ZipArchive) {
    self.file = file
    self.byteCount = byteCount
    self.archive = archive
  }

  deinit {
    zip_fclose(file)
  }

  package func read(upTo count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, readCount in
      let result = zip_fread(file, buffer.baseAddress, UInt64(count))
      if result < 0 {
        throw ArrayFileError("damaged: \(String(cString: zip_file_strerror(file)))")
      }
      readCount = Int(result)
    }
  }
}
