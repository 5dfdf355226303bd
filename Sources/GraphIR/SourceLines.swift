// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Which lines of Python made the nodes of a model: read when they are first asked for, which only
/// errors do.
package final class SourceLines: Sendable {
  private let load: @Sendable () -> [String: SourceLine]
  private let lines = Mutex<[String: SourceLine]?>(nil)

  /// - Parameter load: the lines by ``Node/origin``; empty where the model does not keep them.
  package init(_ load: @escaping @Sendable () -> [String: SourceLine]) {
    self.load = load
  }

  /// The line that made a node; nil where the model does not say.
  package func line(of node: Node) -> SourceLine? {
    guard let origin = node.origin else { return nil }
    return lines.withLock { lines in
      let known = lines ?? load()
      lines = known
      return known[origin]
    }
  }
}
