// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Foundation
import TestSupport
import Testing

@Test func mapsRegularFilesOnly() throws {
  try withTemporaryFolder { folder in
    let path = folder + "/file"
    var bytes: UnsafeRawPointer?
    var count = 1
    #expect(linnet_map_file(path, &bytes, &count) == ENOENT)
    #expect(linnet_map_file(folder, &bytes, &count) == EISDIR)
    #expect(linnet_map_file("/dev/null", &bytes, &count) == ENOTSUP)
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(linnet_map_file(path, &bytes, &count) == 0)
    #expect(count == 0)
    linnet_unmap_file(bytes, count)
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
    #expect(linnet_map_file(path, &bytes, &count) == 0)
    #expect(Array(UnsafeRawBufferPointer(start: bytes, count: count)) == [1, 2, 3])
    linnet_unmap_file(bytes, count)
  }
}

@Test func replacesAFileAsAWhole() throws {
  try withTemporaryFolder { folder in
    let path = folder + "/file"
    let bytes: [UInt8] = [1, 2, 3, 4]
    #expect(linnet_write_file(path, bytes, 3, bytes, 1) == 0)
    #expect(linnet_write_file(path, bytes, 1, bytes, 2) == 0)
    let written = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(written == Data([1, 1, 2]))
    #expect(linnet_write_file(folder + "/none/file", bytes, 1, bytes, 1) == ENOENT)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
  }
}

/// A device that is always full: nothing is left beside it.
@Test func reportsAFullDisk() throws {
  let device = open("/dev/full", O_WRONLY)
  defer { close(device) }
  #expect(linnet_write(device, [1], 1) == ENOSPC)
}

@Test func makesFoldersAndThoseAbove() throws {
  try withTemporaryFolder { folder in
    #expect(linnet_make_directories(folder + "/a//b/c/") == 0)
    #expect(linnet_make_directories(folder + "/a/b") == 0)
    #expect(FileManager.default.fileExists(atPath: folder + "/a/b/c"))
    try Data().write(to: URL(fileURLWithPath: folder + "/file"))
    #expect(linnet_make_directories(folder + "/file") == ENOTDIR)
    #expect(linnet_make_directories(folder + "/file/below") == ENOTDIR)
  }
}
