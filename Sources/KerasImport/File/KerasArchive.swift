// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import GraphIR

/// A `.keras` file: a zip archive of the model's configuration and its weights.
struct KerasArchive {
  private let archive: ZipArchive
  /// Of the archive itself, which says how much may be in it.
  private let byteCount: Int

  private static let pieceByteCount = 1 << 20

  init(path: String) throws {
    let file = try OpenFile(path: path)
    byteCount = file.bytes.count
    do {
      archive = try ZipArchive(path: path, fault: "it is damaged")
    } catch let error as ArrayFileError {
      throw importError(error.message)
    }
  }

  func contains(_ name: String) -> Bool {
    archive.entryNames.contains(name)
  }

  /// The value of an entry that is JSON.
  func json(_ name: String) throws -> JSON {
    let file = try extracted(name, limit: (16 << 20) + 16 * byteCount)
    defer { withExtendedLifetime(file) {} }
    do throws(DamagedBytes) {
      return try JSON(parsing: file.bytes)
    } catch {
      throw importError("it is damaged: '\(name)': \(error.reason)")
    }
  }

  /// An entry's bytes, in a file without a name.
  ///
  /// - Parameter limit: how many bytes it may have; by default as many as those of an archive of this
  ///   size can be.
  /// - Throws: where there is none, or it is damaged: checksums are verified.
  func extracted(_ name: String, limit: Int? = nil) throws -> OpenFile {
    guard let index = archive.entryNames.firstIndex(of: name) else {
      throw importError("it has no '\(name)'; save the whole model with model.save")
    }
    let entry = try unpacking(name) { try archive.open(entry: index) }
    guard entry.byteCount <= limit ?? OpenFile.contentsLimit(ofFile: byteCount) else {
      throw importError(
        "'\(name)' has \(entry.byteCount) bytes, which is too many in a file of \(byteCount)")
    }
    return try OpenFile { descriptor in
      var left = entry.byteCount
      while true {
        let piece = try unpacking(name) { try entry.read(upTo: Self.pieceByteCount) }
        if piece.isEmpty { break }
        left -= piece.count
        guard left >= 0 else { throw damaged(name) }
        try piece.withUnsafeBytes { try write($0, to: descriptor) }
      }
      guard left == 0 else { throw damaged(name) }
    }
  }

  private func unpacking<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch is ArrayFileError {
      throw damaged(name)
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
    var written = 0
    while written < bytes.count {
      let result = Foundation.write(
        descriptor, bytes.baseAddress! + written, bytes.count - written)
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
