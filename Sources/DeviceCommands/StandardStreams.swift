// SPDX-License-Identifier: Apache-2.0
import CPlatform
import TensorCore

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
  var line: [UInt8] = []
  var previous: UInt8 = 0
  for byte in text.utf8 {
    // U+0080 to U+009F are C2 80 to C2 9F; U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
    if byte == 0x0A || byte == 0x0D {
      line.append(UInt8(ascii: " "))
    } else if byte < 0x20 || byte == 0x7F {
      line += escape(byte)
    } else if previous == 0xC2 && byte < 0xA0 {
      line.removeLast()
      line += escape(byte)
    } else if byte & 0xFE == 0xA8 && line.suffix(2).elementsEqual([0xE2, 0x80]) {
      line.removeLast(2)
      line.append(UInt8(ascii: " "))
    } else {
      line.append(byte)
    }
    previous = byte
  }
  return String(decoding: line, as: UTF8.self)
}

/// A control character spelled out, as in `\u{1B}`.
private func escape(_ value: UInt8) -> [UInt8] {
  "\\u{".utf8 + hexadecimalDigits(of: value) + "}".utf8
}

private func write(_ text: String, to descriptor: Int32) -> Int32 {
  var text = text
  return text.withUTF8 { linnet_write(descriptor, $0.baseAddress, $0.count) }
}
