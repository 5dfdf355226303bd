// SPDX-License-Identifier: Apache-2.0
import CPlatform

/// Writes text to standard output.
///
/// - Throws: `CommandError.failure` if the system refuses it, as on a full disk.
package func writeOutput(_ text: String) throws(CommandError) {
  let error = write(text, to: 1)
  guard error == 0 else {
    throw CommandError.failure("cannot write output: \(String(cString: linnet_error_text(error)))")
  }
}

/// Writes one line to standard error, as in `error: model.tflite: …`.
package func writeError(_ message: String) {
  var line = "error: "
  for character in message.unicodeScalars {
    line.unicodeScalars.append(character == "\n" ? " " : character)
  }
  _ = write(line + "\n", to: 2)
}

private func write(_ text: String, to descriptor: Int32) -> Int32 {
  var text = text
  return text.withUTF8 { linnet_write(descriptor, $0.baseAddress, $0.count) }
}
