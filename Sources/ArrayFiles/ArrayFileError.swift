// SPDX-License-Identifier: Apache-2.0

/// Why an array file cannot be read or written: the file, what was found against what is allowed.
package struct ArrayFileError: Error, Sendable {
  package let message: String

  package init(_ message: String) {
    self.message = message
  }

  /// The error of the file at `path`.
  package init(_ path: String, _ reason: String) {
    message = path + ": " + reason
  }
}
