// SPDX-License-Identifier: Apache-2.0

/// One thing that a command has to say of its work, to people and to programs.
package struct Diagnostic: Sendable, Hashable, Encodable {
  package enum Level: String, Sendable, Encodable {
    /// The command failed.
    case error
    /// It did not, but what it did may not be what was meant.
    case warning
    /// What it did.
    case note
  }

  package var level: Level
  /// The file or folder it is about.
  package var file: String?
  /// The stage of a conversion that found it.
  package var stage: String?
  package var node: String?
  /// The node's operator.
  package var `operator`: String?
  /// As in `model.py:12`: the line that made the node.
  package var source: String?
  /// The names that stand before the node's own in its path: layers of Keras, scopes.
  package var layer: String?
  package var cause: String
  package var remedy: String?

  package init(_ level: Level, _ cause: String, remedy: String? = nil) {
    self.level = level
    self.cause = cause
    self.remedy = remedy
  }

  /// A warning about a node or value.
  package static func warning(
    _ cause: String, node: String? = nil, operator: String? = nil, remedy: String? = nil
  ) -> Diagnostic {
    var warning = Diagnostic(.warning, cause, remedy: remedy)
    (warning.node, warning.operator) = (node, `operator`)
    return warning
  }

  /// The same, about a file where it names none.
  package func about(_ path: String?) -> Diagnostic {
    var diagnostic = self
    diagnostic.file = file ?? path
    return diagnostic
  }

  /// Cause and remedy in one line.
  package var text: String { cause + (remedy.map { "; " + $0 } ?? "") }
}

extension ConversionError {
  /// What is to be said of it: once, or for each of several nodes.
  package var diagnostics: [Diagnostic] {
    guard parts.isEmpty else { return parts.flatMap(\.diagnostics) }
    var (cause, remedy) = (reason, remedy)
    if remedy == nil { (cause, remedy) = reason.splittingRemedy }
    var diagnostic = Diagnostic(.error, cause, remedy: remedy)
    diagnostic.file = file
    diagnostic.stage = stage
    diagnostic.node = node
    diagnostic.operator = self.operator
    diagnostic.source = source?.description
    diagnostic.layer = node.flatMap(layerPath)
    return [diagnostic]
  }
}

extension String {
  /// What failed, and what to do: messages say the latter behind their last semicolon.
  package var splittingRemedy: (cause: String, remedy: String?) {
    let characters = Array(self)
    for index in characters.indices.dropLast().reversed()
    where characters[index] == ";" && characters[index + 1] == " " {
      return (String(characters[..<index]), String(characters[(index + 2)...]))
    }
    return (self, nil)
  }
}

/// The layer in a node's path, as in `functional_1/attention` of
/// `StatefulPartitionedCall/functional_1/attention/MatMul`; nil for nodes without one.
package func layerPath(ofNode name: String) -> String? {
  let path = name.split(separator: "/").dropLast().drop {
    $0.hasPrefix("StatefulPartitionedCall") || $0.hasPrefix("PartitionedCall")
  }
  return path.isEmpty ? nil : path.joined(separator: "/")
}
