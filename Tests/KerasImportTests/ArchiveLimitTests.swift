// SPDX-License-Identifier: Apache-2.0
import CZip
import Foundation
import GraphIR
import TestSupport
import Testing

@testable import KerasImport

/// Archives that are more than they seem, and entries that would lie elsewhere.
struct ArchiveLimitTests {
  /// Writes an archive of compressed entries.
  private func write(_ entries: [(name: String, bytes: [UInt8])], to path: String) throws {
    var code: Int32 = 0
    let archive = try #require(zip_open(path, ZIP_CREATE | ZIP_EXCL, &code))
    for entry in entries {
      try entry.bytes.withUnsafeBytes { bytes in
        let copy = malloc(max(bytes.count, 1))!
        copy.copyMemory(from: bytes.baseAddress ?? UnsafeRawPointer(copy), byteCount: bytes.count)
        let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1)
        try #require(zip_file_add(archive, entry.name, source, 0) >= 0)
      }
    }
    try #require(zip_close(archive) == 0)
  }

  private func refusal(_ path: String) throws -> String? {
    do {
      _ = try KerasModel.read(path: path)
      return nil
    } catch let error as ConversionError {
      return error.description
    }
  }

  private let configuration = Array(#"{"class_name": "Sequential", "config": {"layers": []}}"#.utf8)

  /// 130 MiB of zeros are some 130 KiB in the archive, for which 128 MiB and 64 times that are allowed,
  /// and 16 MiB and 16 times that for JSON.
  @Test func whatUnpacksToFarMoreIsRefused() throws {
    let zeros = [UInt8](repeating: 0, count: 160 << 20)
    try withTemporaryFolder { folder in
      try write([("config.json", Array(zeros.prefix(20 << 20)))], to: folder + "/a.keras")
      #expect(try refusal(folder + "/a.keras")?.contains("which is too many in a file of") == true)
      try write(
        [("config.json", configuration), ("model.weights.h5", zeros)], to: folder + "/b.keras")
      #expect(try refusal(folder + "/b.keras")?.contains("which is too many in a file of") == true)
    }
  }

  /// Entries are found by their names and unpacked into files without one: nothing is written beside.
  @Test func pathsThatLeaveTheArchiveAreNoFiles() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/inner", withIntermediateDirectories: false)
      let path = folder + "/inner/model.keras"
      try write(
        [
          ("../evil", [1, 2, 3]), ("/tmp/../evil", [1]), ("../config.json", configuration),
          ("config.json", configuration), ("model.weights.h5", [1, 2, 3]),
        ], to: path)
      #expect(try refusal(path)?.contains("model.keras") == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["inner"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/inner") == ["model.keras"])
    }
  }
}
