// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// What is wrong with the bytes of a model file, and where.
///
/// The message names the subgraph, operator or tensor by index and name, what was found and what is
/// allowed.
package struct FormatError: Error, Hashable, Sendable {
  package let message: String

  package init(_ message: ErrorText) {
    self.message = message.text
  }

  /// The same error said to have happened in `place`.
  package func inside(_ place: ErrorText) -> FormatError {
    FormatError("\(place.text): \(message)")
  }
}
