// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Why a command ended without doing what it was asked.
package struct CommandError: Error {
  package let message: String
  package let exitCode: Int32

  private init(_ message: String, exitCode: Int32) {
    self.message = message
    self.exitCode = exitCode
  }

  /// The command line is wrong: exit code 64.
  @inline(never)
  package static func usage(_ message: ErrorText) -> CommandError {
    CommandError(message.text, exitCode: 64)
  }

  /// The command failed, with file, node and remedy: exit code 1.
  @inline(never)
  package static func failure(_ message: ErrorText) -> CommandError {
    CommandError(message.text, exitCode: 1)
  }
}
