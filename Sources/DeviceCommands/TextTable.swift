// SPDX-License-Identifier: Apache-2.0

/// Rows of text in columns that are as wide as they need to be.
package struct TextTable {
  package enum Alignment: Sendable {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]]

  package init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map { $0.alignment }
    rows = [columns.map { $0.title }]
  }

  /// A row with a cell for each column.
  package mutating func append(_ row: [String]) {
    precondition(row.count == alignments.count)
    rows.append(row)
  }

  /// The rows, titles first, each ended by a newline; columns are two spaces apart.
  package var text: String {
    var widths = [Int](repeating: 0, count: alignments.count)
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) }
    }
    var text = ""
    for row in rows {
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += alignments[column] == .left ? cell + padding : padding + cell
      }
      while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
      text += line + "\n"
    }
    return text
  }
}

/// The number with `places` digits after the point, halves rounded up; for numbers whose digits
/// fit in 64 bits, others as Swift writes them.
package func fixed(_ value: Double, places: Int) -> String {
  var power = 1
  for _ in 0..<places { power *= 10 }
  let scaled = value.magnitude * Double(power) + 0.5
  guard scaled < 9e18 else { return "\(value)" }
  let digits = Int(scaled)
  let sign = value < 0 && digits > 0 ? "-" : ""
  guard places > 0 else { return "\(sign)\(digits)" }
  let fraction = "\(digits % power)"
  let zeros = String(repeating: "0", count: places - fraction.utf8.count)
  return "\(sign)\(digits / power).\(zeros)\(fraction)"
}
