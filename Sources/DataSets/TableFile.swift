// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore

/// A text file of rows whose fields are separated by commas, semicolons or tabs, whichever occurs
/// first in the first row.
///
/// Fields may stand in double quotes, in which separators and line ends are text and a quote is
/// written twice. The first row names the columns if one of its fields is no number.
///
/// Source: RFC 4180.
struct TableFile {
  /// The names of the columns; nil if they have none.
  let header: [String]?
  let columnCount: Int
  private let bytes: Data
  private let separator: UInt8
  /// Where the rows behind the header begin, and the number of the line there.
  private let start: (offset: Int, line: Int)

  /// - Throws: where the file cannot be read or has no rows.
  init(path: String) throws {
    var bytes = try mappedFile(path)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = Data(bytes.dropFirst(3)) }
    separator = Self.separator(of: bytes)
    self.bytes = bytes
    var rows = Rows(bytes, separator: separator, offset: 0, line: 1)
    guard let first = try rows.next() else { throw ArrayFileError("it has no rows") }
    columnCount = first.fields.count
    let isHeader = first.fields.contains { Double(trimmed($0)) == nil }
    header = isHeader ? first.fields.map(trimmed) : nil
    start = isHeader ? (rows.offset, rows.line) : (0, 1)
    if let header,
      let twice = Dictionary(grouping: header, by: { $0 }).first(where: { $1.count > 1 })
    {
      throw ArrayFileError("it has the column '\(twice.key)' twice")
    }
  }

  /// The rows behind the header.
  var rows: Rows { Rows(bytes, separator: separator, offset: start.offset, line: start.line) }

  /// The number of rows; each is looked at.
  ///
  /// - Throws: where one has not as many fields as the first.
  func rowCount() throws(ArrayFileError) -> Int {
    var rows = rows
    var count = 0
    while let row = try rows.next() {
      guard row.fields.count == columnCount else {
        throw ArrayFileError(
          "line \(row.line) has \(row.fields.count) fields, the first \(columnCount)")
      }
      count += 1
    }
    return count
  }

  private static func separator(of bytes: Data) -> UInt8 {
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") { break }
      if [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains(byte) { return byte }
    }
    return UInt8(ascii: ",")
  }

  /// One row and the number of its first line.
  struct Row {
    let fields: [String]
    let line: Int
  }

  /// Rows from front to end; empty lines are passed over.
  struct Rows {
    private let bytes: Data
    private let separator: UInt8
    private(set) var offset: Int
    private(set) var line: Int

    fileprivate init(_ bytes: Data, separator: UInt8, offset: Int, line: Int) {
      self.bytes = bytes
      self.separator = separator
      self.offset = offset
      self.line = line
    }

    private var byte: UInt8? {
      offset < bytes.count ? bytes[bytes.startIndex + offset] : nil
    }

    mutating func next() throws(ArrayFileError) -> Row? {
      while byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { skipLineEnd() }
      guard byte != nil else { return nil }
      let line = line
      var fields = [try field()]
      while byte == separator {
        offset += 1
        fields.append(try field())
      }
      skipLineEnd()
      return Row(fields: fields, line: line)
    }

    private mutating func skipLineEnd() {
      if byte == UInt8(ascii: "\r") { offset += 1 }
      guard byte == UInt8(ascii: "\n") else { return }
      offset += 1
      line += 1
    }

    /// Leaves off at a separator, at the end of a line or of the file.
    private mutating func field() throws(ArrayFileError) -> String {
      if byte == UInt8(ascii: "\"") { return try quotedField() }
      let start = offset
      while let byte, byte != separator, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
        offset += 1
      }
      return text(from: start)
    }

    private mutating func quotedField() throws(ArrayFileError) -> String {
      let first = line
      var field = ""
      var isFirstPart = true
      repeat {
        // A second quote stands for itself and begins the next part.
        let start = isFirstPart ? offset + 1 : offset
        isFirstPart = false
        offset += 1
        while let byte, byte != UInt8(ascii: "\"") {
          if byte == UInt8(ascii: "\n") { line += 1 }
          offset += 1
        }
        guard byte != nil else {
          throw ArrayFileError("line \(first): a quote is opened and not closed")
        }
        field += text(from: start)
        offset += 1
      } while byte == UInt8(ascii: "\"")
      guard
        byte == nil || byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      else { throw ArrayFileError("line \(line): there is text behind a closing quote") }
      return field
    }

    private func text(from start: Int) -> String {
      String(decoding: bytes[bytes.startIndex + start..<bytes.startIndex + offset], as: UTF8.self)
    }
  }
}

/// A field without the spaces around it.
func trimmed(_ field: String) -> String {
  field.trimmingCharacters(in: .whitespaces)
}
