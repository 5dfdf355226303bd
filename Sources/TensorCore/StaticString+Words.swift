// SPDX-License-Identifier: Apache-2.0

extension StaticString {
  /// Word `index`, from 0, of words with one space between them; empty beyond the last.
  package func word(_ index: Int) -> String {
    withUTF8Buffer { text in
      var (start, rest) = (0, index)
      while rest > 0, start < text.count {
        if text[start] == UInt8(ascii: " ") { rest -= 1 }
        start += 1
      }
      let word = text[start...].prefix { $0 != UInt8(ascii: " ") }
      return String(decoding: word, as: UTF8.self)
    }
  }
}
