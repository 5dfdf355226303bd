// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Files that appear whole or not at all: written beside, synchronized, checked, renamed.
package enum AtomicFile {
  /// A file being written.
  package struct Handle {
    fileprivate let descriptor: Int32

    /// Appends `bytes`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(WriteError) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
        let count = Foundation.write(descriptor, part.baseAddress, part.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw .system() }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Writes a file of `bytes` to `path`.
  ///
  /// - Throws: as ``write(toPath:_:check:)``.
  package static func write(_ bytes: Data, toPath path: String) throws(WriteError) {
    try write(toPath: path) { (file) throws(WriteError) in
      do {
        try bytes.withUnsafeBytes { try file.write($0) }
      } catch {
        throw error as? WriteError ?? WriteError("\(error)")
      }
    }
  }

  /// Writes the file that `body` fills, beside `path` first; once it is on the disk and `check` has
  /// accepted its bytes it takes the place of what was at `path`.
  ///
  /// - Throws: `cannot write 'path': reason`. Nothing is left behind, and what was at `path`
  ///   stays.
  package static func write(
    toPath path: String, _ body: (Handle) throws(WriteError) -> Void,
    check: (UnsafeRawBufferPointer) throws(WriteError) -> Void = { (_) throws(WriteError) in }
  ) throws(WriteError) {
    do {
      try writeBeside(path, body, check)
    } catch {
      throw WriteError("cannot write '\(path)': \(error.message)")
    }
  }

  private static func writeBeside(
    _ path: String, _ body: (Handle) throws(WriteError) -> Void,
    _ check: (UnsafeRawBufferPointer) throws(WriteError) -> Void
  ) throws(WriteError) {
    var existing = stat()
    if stat(path, &existing) == 0 && existing.st_mode & S_IFMT != S_IFREG {
      throw WriteError("it is no regular file")
    }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let name = URL(filePath: path).lastPathComponent
    let beside = "\(folder)/.\(name.prefix(200)).\(getpid()).tmp"
    let descriptor = open(beside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system() }
    do throws(WriteError) {
      defer { close(descriptor) }
      try body(Handle(descriptor: descriptor))
      guard fsync(descriptor) == 0 else { throw .system() }
      try withMapping(of: descriptor, check)
    } catch {
      unlink(beside)
      throw error
    }
    guard rename(beside, path) == 0 else {
      let error = WriteError.system()
      unlink(beside)
      throw error
    }
    synchronize(folder: folder)
  }

  /// Calls `body` with the bytes of an open file.
  private static func withMapping(
    of descriptor: Int32, _ body: (UnsafeRawBufferPointer) throws(WriteError) -> Void
  ) throws(WriteError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system() }
    let count = Int(status.st_size)
    guard count > 0 else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    guard let start = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED
    else { throw .system() }
    defer { munmap(start, count) }
    try body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Makes the new name last; a file system that cannot do so is no reason to fail.
  private static func synchronize(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension WriteError {
  /// What the system says of its last error.
  fileprivate static func system() -> WriteError {
    WriteError(String(cString: strerror(errno)))
  }
}
