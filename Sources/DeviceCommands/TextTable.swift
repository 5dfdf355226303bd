// SPDX-License-Identifier: Apache-2.0

/// Rows of text in columns that are as wide as they need to be.
package struct TextTable {
  package enum Alignment: Sendable {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// - Parameter alignments: one for each column.
  package init(_ alignments: Alignment...) {
    self.alignments = alignments
  }

  /// A row with a cell for each column.
  package mutating func append(_ row: [String]) {
    precondition(row.count == alignments.count)
    rows.append(row)
  }

  /// The rows, each behind `indent` spaces: cells two columns apart, no spaces at the end.
  package func lines(indent: Int = 0) -> [String] {
    var widths = [Int](repeating: 0, count: alignments.count)
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], width(cell)) }
    }
    let space = UInt8(ascii: " ")
    var lines: [String] = []
    for row in rows {
      var line = [UInt8](repeating: space, count: indent)
      for (column, cell) in row.enumerated() {
        let padding = [UInt8](repeating: space, count: widths[column] - width(cell))
        if column > 0 { line += [space, space] }
        line += alignments[column] == .left ? cell.utf8 + padding : padding + cell.utf8
      }
      while line.last == space { line.removeLast() }
      lines.append(String(decoding: line, as: UTF8.self))
    }
    return lines
  }

  /// The rows, each ended by a newline.
  package var text: String {
    var text = ""
    for line in lines() { text += line + "\n" }
    return text
  }

  /// How many columns a terminal needs for the text: its Unicode scalars.
  private func width(_ text: String) -> Int {
    text.utf8.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}

/// The number with `places` digits after the point, halves rounded up; for numbers whose digits
/// fit in 64 bits, others as Swift writes them.
package func fixed(_ value: Double, places: Int) -> String {
  var power: Int64 = 1
  for _ in 0..<places { power *= 10 }
  let scaled = value.magnitude * Double(power) + 0.5
  guard scaled < 9e18 else { return "\(value)" }
  let digits = Int64(scaled)
  let sign = value < 0 && digits > 0 ? "-" : ""
  guard places > 0 else { return "\(sign)\(digits)" }
  let fraction = "\(digits % power)"
  let zeros = String(repeating: "0", count: places - fraction.utf8.count)
  return "\(sign)\(digits / power).\(zeros)\(fraction)"
}
