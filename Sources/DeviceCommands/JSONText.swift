// SPDX-License-Identifier: Apache-2.0

/// The text as a JSON string, quotes included.
package func jsonString(_ text: String) -> String {
  var bytes: [UInt8] = []
  bytes.append(UInt8(ascii: "\""))
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
    case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
    case 0x09: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
    case 0x0D: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
    case ..<0x20: bytes += "\\u00".utf8 + hexadecimalDigits(of: byte)
    default: bytes.append(byte)
    }
  }
  bytes.append(UInt8(ascii: "\""))
  return String(decoding: bytes, as: UTF8.self)
}

/// The two digits of a byte, capital letters, in ASCII.
func hexadecimalDigits(of byte: UInt8) -> [UInt8] {
  [byte >> 4, byte & 15].map { $0 + ($0 < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10) }
}
