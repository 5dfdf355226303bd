// SPDX-License-Identifier: Apache-2.0

/// Why a model cannot be converted, said to the user in one line, or in one for each node at fault.
package struct ConversionError: Error, Sendable, CustomStringConvertible {
  /// What failed, found against allowed; what to do stands behind it, or is ``remedy``.
  package let reason: String
  /// The node at fault, if it is one node's.
  package let node: String?
  /// The stage that found it, as in `import`, `legalize`.
  package let stage: String
  /// The file in which the fault is; nil for that which the user named.
  package var file: String?
  /// The operator of the node at fault, in TensorFlow's name.
  package var `operator`: String?
  /// The line of the model's source that made the node.
  package var source: SourceLine?
  /// What to do, where ``reason`` does not end with it.
  package var remedy: String?
  /// Where several nodes are at fault, each of them; ``reason`` then sums up.
  package var parts: [ConversionError] = []

  package init(
    _ reason: String, node: String? = nil, stage: String, operator: String? = nil,
    source: SourceLine? = nil, remedy: String? = nil
  ) {
    self.reason = reason
    self.node = node
    self.stage = stage
    self.operator = `operator`
    self.source = source
    self.remedy = remedy
  }

  package var description: String {
    var text = stage + ": "
    if let node { text += "node '\(node)': " }
    if let file { text += "'\(file)': " }
    if let name = self.operator { text += "\(name): " }
    text += reason
    if let source { text += " (made at \(source))" }
    return text + (remedy.map { "; " + $0 } ?? "")
  }

  /// The same error, naming the file that it is about unless it does so already.
  package func naming(file path: String) -> ConversionError {
    guard file == nil, !reason.contains(path) else { return self }
    var error = self
    error.file = path
    return error
  }
}

/// A line of Python that made a node of a model.
package struct SourceLine: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  package let line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  package var description: String { "\(file):\(line)" }
}
