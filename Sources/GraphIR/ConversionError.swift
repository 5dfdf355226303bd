// SPDX-License-Identifier: Apache-2.0

/// Why a model cannot be converted, said to the user in one line.
package struct ConversionError: Error, Sendable, CustomStringConvertible {
  /// What failed, found against allowed, and what to do.
  package let reason: String
  /// The node at fault, if it is one node's.
  package let node: String?
  /// The stage that found it, as in `import`, `legalize`.
  package let stage: String

  package init(_ reason: String, node: String? = nil, stage: String) {
    self.reason = reason
    self.node = node
    self.stage = stage
  }

  package var description: String {
    node.map { "\(stage): node '\($0)': \(reason)" } ?? "\(stage): \(reason)"
  }
}
