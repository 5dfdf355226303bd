// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteWriter

extension WebModelContents {
  /// Writes the files into a folder, which appears whole or not at all: it is filled beside, then
  /// renamed.
  ///
  /// - Throws: ``WriteError``, also where the folder holds anything but a former model, which alone is
  ///   replaced.
  package func write(toFolder path: String) throws(WriteError) {
    let folder = URL(filePath: path).standardizedFileURL
    let beside = folder.deletingLastPathComponent().appending(
      path: ".\(folder.lastPathComponent.prefix(200)).\(getpid()).tmp")
    let former = beside.appendingPathExtension("old")
    let manager = FileManager.default
    do {
      let isThere = try Self.holdsFormerModel(folder)
      try manager.createDirectory(at: beside, withIntermediateDirectories: false)
      defer { try? manager.removeItem(at: beside) }
      for file in files {
        try AtomicFile.write(file.bytes, toPath: beside.appending(path: file.name).path)
      }
      if isThere { try manager.moveItem(at: folder, to: former) }
      do {
        try manager.moveItem(at: beside, to: folder)
      } catch {
        if isThere { try? manager.moveItem(at: former, to: folder) }
        throw error
      }
      if isThere { try? manager.removeItem(at: former) }
    } catch let error as WriteError {
      throw error.message.hasPrefix("cannot write") ? error : Self.failure(path, error.message)
    } catch {
      throw Self.failure(path, Self.reason(error))
    }
  }

  private static func failure(_ path: String, _ reason: String) -> WriteError {
    WriteError("cannot write '\(path)': \(reason)")
  }

  /// What the system said, without the words that Foundation puts around it.
  private static func reason(_ error: any Error) -> String {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let cause, cause.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(cause.code)))
  }

  /// Whether there is a folder, which then holds nothing but the files of a model.
  private static func holdsFormerModel(_ folder: URL) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
      return false
    }
    guard isFolder.boolValue else { throw WriteError("it is a file, no folder") }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let other = names.sorted().first {
      $0 != "model.json" && !($0.hasPrefix("group") && $0.hasSuffix(".bin"))
    }
    if let other {
      throw WriteError("the folder holds '\(other)', which is of no model; choose a new folder")
    }
    return true
  }
}
