// SPDX-License-Identifier: Apache-2.0
import DeviceCommands
import Foundation
import TensorCore

/// Graphviz's `dot`, which finds places for boxes and arrows.
package struct GraphvizLayout {
  private let program: String
  private let timeLimit: Double

  /// - Parameters:
  ///   - timeLimit: seconds after which a layout is given up; those of large graphs may take hours.
  ///   - path: the folders to look for `dot`, apart by colons.
  /// - Throws: where there is no `dot`.
  package init(
    timeLimit: Double = 60, path: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
  ) throws(CommandError) {
    let places = path.split(separator: ":").map { "\($0)/dot" }
    guard let program = places.first(where: FileManager.default.isExecutableFile) else {
      throw CommandError.failure(
        "there is no 'dot', which draws graphs: install Graphviz (apt-get install graphviz), "
          + "or write a .dot file")
    }
    self.program = program
    self.timeLimit = timeLimit
  }

  /// The drawing as a picture.
  ///
  /// - Throws: where `dot` fails or takes too long.
  package func svg(of drawing: GraphDrawing) throws(CommandError) -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: "linnet-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try svg(of: drawing, in: folder)
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError.failure("cannot run '\(program)': \(error.localizedDescription)")
    }
  }

  private func svg(of drawing: GraphDrawing, in folder: URL) throws -> Data {
    let (source, picture) = (folder.appending(path: "in.dot"), folder.appending(path: "out.svg"))
    let errors = folder.appending(path: "errors")
    try Data(drawing.source.utf8).write(to: source)
    try Data().write(to: errors)
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = ["-Tsvg", "-o", picture.path, source.path]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    guard ended.wait(timeout: .now() + timeLimit) == .success else {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      throw CommandError.failure(
        "'\(program)' finds no places for \(drawing.operatorCount) operators in "
          + "\(Int(timeLimit)) seconds; write a .dot file, for other programs to draw")
    }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      let text = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      let reason = text.split(separator: "\n").first ?? "it was ended"
      throw CommandError.failure("'\(program)' fails: \(String(reason))")
    }
    return try Data(contentsOf: picture)
  }
}
