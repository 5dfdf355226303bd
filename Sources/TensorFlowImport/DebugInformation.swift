// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf

extension SourceLines {
  /// The lines that a SavedModel keeps where it was saved with `save_debug_info`, or its graph.
  ///
  /// - Parameter embedded: what the graph itself holds; empty for most.
  convenience init(folder: String?, embedded: Data) {
    self.init {
      let stored = folder.flatMap {
        FileManager.default.contents(atPath: $0 + "/debug/saved_model_debug_info.pb")
      }
      // Damaged, it is as good as none: the model itself is what is converted.
      for data in [stored, embedded] {
        guard let data, !data.isEmpty,
          let information = try? TFGraphDebugInfo(serializedBytes: data, options: .forImport)
        else { continue }
        return information.lines
      }
      return [:]
    }
  }
}

extension TFGraphDebugInfo {
  /// The lines by the names of nodes, each with an @ and its function's name.
  fileprivate var lines: [String: SourceLine] {
    var lines: [String: SourceLine] = [:]
    for (name, trace) in traces { lines[name] = line(of: trace) }
    for (name, id) in nameToTraceID {
      guard let trace = tracesByID[id] else { continue }
      lines[name] = line(of: trace)
    }
    return lines
  }

  /// The innermost line of a trace that is the user's own.
  private func line(of trace: StackTrace) -> SourceLine? {
    let frames = trace.fileLineCols + trace.frameID.compactMap { framesByID[$0] }
    for frame in frames.reversed() {
      guard files.indices.contains(Int(frame.fileIndex)) else { continue }
      let file = files[Int(frame.fileIndex)]
      guard !Self.isLibrary(file) else { continue }
      return SourceLine(file: file, line: Int(frame.line))
    }
    return nil
  }

  /// Whether a file is of what is installed, where nobody looks for the cause.
  private static func isLibrary(_ file: String) -> Bool {
    file.hasPrefix("<")
      || ["/site-packages/", "/dist-packages/", "/tensorflow/python/", "/keras/src/"].contains {
        file.contains($0)
      }
  }
}

extension TFNodeDef {
  /// What ``SourceLines`` know the node by: as it was called when Python made it.
  func origin(in function: String?) -> String {
    let original = experimentalDebugInfo
    let name = original.originalNodeNames.first ?? self.name
    return "\(name)@\(original.originalFuncNames.first ?? function ?? "")"
  }
}
