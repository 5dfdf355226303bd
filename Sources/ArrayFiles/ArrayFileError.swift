// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Why an array file cannot be read or written: the file, what was found against what is allowed.
package struct ArrayFileError: Error, Sendable {
  package let message: String

  package init(_ message: ErrorText) {
    self.message = message.text
  }

  /// The error of the file at `path`.
  package init(_ path: String, _ reason: String) {
    message = path + ": " + reason
  }
}
