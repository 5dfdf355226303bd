// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CPlatform
import DeviceCommands
import Foundation
import TensorCore

/// The folder of a trace: arrays, and a table that names them.
///
/// A trace is written into a hidden folder inside, and takes its place when it is whole. What was
/// there before is only ever another trace, known by its table.
struct TraceFolder {
  static let tableName = "trace.csv"
  private static let partialPrefix = ".linnet-trace-"

  private let path: String
  private let partial: String
  /// The files of the trace before.
  private let oldFiles: [String]
  /// Whether the folder was there before.
  private let wasThere: Bool

  /// Looks at what is there, and changes nothing.
  ///
  /// - Parameter header: the first line of tables.
  /// - Throws: if `path` is something else than a folder, or a folder with files of others.
  init(_ path: String, header: String) throws(CommandError) {
    self.path = path
    partial = "\(path)/\(Self.partialPrefix)\(getpid())"
    var isFolder: ObjCBool = false
    wasThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard wasThere else {
      oldFiles = []
      return
    }
    guard isFolder.boolValue else {
      throw CommandError.failure("'\(path)' is no folder; a trace is many files")
    }
    let files = try Self.files(in: path)
    oldFiles = files.contains(Self.tableName) ? Self.files(named: path, header: header) : []
    let known = Set(oldFiles)
    let others = files.filter { !known.contains($0) && !$0.hasPrefix(Self.partialPrefix) }
    if let other = others.min() {
      throw CommandError.failure(
        "'\(path)' has files that are of no trace, such as '\(other)'; name a new or an empty folder"
      )
    }
  }

  private static func files(in path: String) throws(CommandError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw CommandError.failure("cannot read '\(path)': \(reason(error))")
    }
  }

  /// The table, and the files of the folder that its lines end with.
  private static func files(named path: String, header: String) -> [String] {
    guard let text = try? String(contentsOfFile: path + "/" + tableName, encoding: .utf8) else {
      return []
    }
    let lines = text.split(separator: "\n")
    guard lines.first == header[...] else { return [] }
    let named = lines.dropFirst().compactMap { $0.split(separator: ",").last.map(String.init) }
    return [tableName] + named.filter { $0.hasSuffix(".npy") && !$0.contains("/") }
  }

  // MARK: Writing

  /// Makes room for files.
  func begin() throws(CommandError) {
    let error = linnet_make_directories(partial)
    guard error == 0 else {
      throw CommandError.failure(
        "cannot make the folder '\(path)': \(String(cString: linnet_error_text(error)))")
    }
  }

  func write(_ array: NumPyArray, to name: String) throws(CommandError) {
    try attempt("write '\(path)/\(name)'") {
      var file = Data(NumPyHeader.bytes(for: array))
      file.append(contentsOf: array.bytes)
      try file.write(to: URL(filePath: partial + "/" + name))
    }
  }

  /// Gives a file another name as well; false where the file system cannot.
  func link(_ name: String, to file: String) -> Bool {
    Foundation.link(partial + "/" + file, partial + "/" + name) == 0
  }

  /// Puts the trace in the place of the one before, its table last.
  func finish(table: String) throws(CommandError) {
    try attempt("write '\(path)/\(Self.tableName)'") {
      let files = FileManager.default
      try Data(table.utf8).write(to: URL(filePath: partial + "/" + Self.tableName))
      let written = try files.contentsOfDirectory(atPath: partial)
      for name in oldFiles { try? files.removeItem(atPath: path + "/" + name) }
      for name in written where name != Self.tableName { try move(name) }
      try move(Self.tableName)
      for name in try files.contentsOfDirectory(atPath: path)
      where name.hasPrefix(Self.partialPrefix) {
        try files.removeItem(atPath: path + "/" + name)
      }
    }
  }

  private func move(_ name: String) throws {
    try FileManager.default.moveItem(atPath: partial + "/" + name, toPath: path + "/" + name)
  }

  /// Leaves everything as it was before.
  func discard() {
    try? FileManager.default.removeItem(atPath: partial)
    if !wasThere { rmdir(path) }
  }

  private func attempt(_ what: String, _ body: () throws -> Void) throws(CommandError) {
    do {
      try body()
    } catch {
      throw CommandError.failure("cannot \(what): \(Self.reason(error))")
    }
  }

  /// What the system says, which Foundation wraps.
  private static func reason(_ error: any Error) -> String {
    let error = error as NSError
    guard let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain
    else { return error.localizedDescription }
    return String(cString: strerror(Int32(cause.code)))
  }
}
