// SPDX-License-Identifier: Apache-2.0

/// Rows of text in aligned columns, as tools print them.
package struct TextTable {
  /// How a column's texts stand in its width.
  package enum Alignment {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// - Parameter alignments: one for each column; rows must have as many cells.
  package init(_ alignments: Alignment...) {
    self.alignments = alignments
  }

  package mutating func add(_ cells: [String]) {
    precondition(cells.count == alignments.count)
    rows.append(cells)
  }

  /// The lines, each behind `indent` spaces: cells padded to their column, two spaces apart, no
  /// spaces at the end.
  package func lines(indent: Int = 0) -> [String] {
    let widths = alignments.indices.map { column in
      rows.reduce(0) { max($0, $1[column].count) }
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return alignments[column] == .left ? cell + padding : padding + cell
      }
      let line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
