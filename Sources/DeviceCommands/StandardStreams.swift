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
  writeErrorText("error: " + oneLine(message) + "\n")
}

/// Writes text to standard error, if it takes any.
package func writeErrorText(_ text: String) {
  _ = write(text, to: 2)
}

/// The text without anything that a terminal acts upon: line ends become spaces, other control
/// characters `\u{1B}`; names in a damaged file may hold all of them.
package func oneLine(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".unicodeScalars)
  var line = ""
  for character in text.unicodeScalars {
    let value = character.value
    if value == 0x0A || value == 0x0D || value == 0x2028 || value == 0x2029 {
      line.unicodeScalars.append(" ")
    } else if value < 0x20 || value >= 0x7F && value < 0xA0 {
      line += "\\u{"
      line.unicodeScalars.append(digits[Int(value >> 4)])
      line.unicodeScalars.append(digits[Int(value & 15)])
      line += "}"
    } else {
      line.unicodeScalars.append(character)
    }
  }
  return line
}

private func write(_ text: String, to descriptor: Int32) -> Int32 {
  var text = text
  return text.withUTF8 { linnet_write(descriptor, $0.baseAddress, $0.count) }
}
