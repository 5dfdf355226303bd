// SPDX-License-Identifier: Apache-2.0

/// Why a command ended without doing what it was asked.
package enum CommandError: Error {
  /// The command line is wrong: exit code 64.
  case usage(String)
  /// The command failed, with file, node and remedy: exit code 1.
  case failure(String)

  package var message: String {
    switch self {
    case .usage(let message), .failure(let message): message
    }
  }

  package var exitCode: Int32 {
    switch self {
    case .usage: 64
    case .failure: 1
    }
  }
}
