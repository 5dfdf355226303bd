// SPDX-License-Identifier: Apache-2.0

/// Diagonals of a matrix, as rows of one length: the highest diagonal first.
struct DiagonalBand {
  /// On which side diagonals lie that are shorter than others.
  struct Alignment {
    let isLeftAbove: Bool
    let isLeftBelow: Bool

    /// - Parameter name: as TensorFlow spells it: of those above the main diagonal, of those below.
    init(_ name: String) {
      isLeftAbove = name.hasPrefix("LEFT")
      isLeftBelow = name.hasSuffix("LEFT")
    }
  }

  /// 0 for the main one, positive above it.
  let diagonals: ClosedRange<Int>
  let rows: Int
  let columns: Int
  let alignment: Alignment

  init(_ diagonals: ClosedRange<Int>, rows: Int, columns: Int, _ alignment: Alignment) {
    (self.diagonals, self.rows, self.columns) = (diagonals, rows, columns)
    self.alignment = alignment
  }

  /// The matrix that diagonals of a length fit in; −1 for rows or columns stands for as few as there
  /// may be, for both for a square.
  init(
    _ diagonals: ClosedRange<Int>, length: Int, rows: Int, columns: Int, _ alignment: Alignment
  ) {
    let leastRows = length - min(diagonals.upperBound, 0)
    let leastColumns = length + max(diagonals.lowerBound, 0)
    let side = max(leastRows, leastColumns)
    let isSquare = rows == -1 && columns == -1
    self.init(
      diagonals, rows: isSquare ? side : rows == -1 ? leastRows : rows,
      columns: isSquare ? side : columns == -1 ? leastColumns : columns, alignment)
  }

  /// Of the longest diagonal.
  var length: Int {
    min(rows + min(diagonals.upperBound, 0), columns - max(diagonals.lowerBound, 0))
  }

  /// Whether the matrix has all of the diagonals.
  var isInside: Bool { -rows < diagonals.lowerBound && diagonals.upperBound < columns }

  /// Of all rows.
  var elementCount: Int { diagonals.count * length }

  private func length(of diagonal: Int) -> Int {
    min(rows + min(diagonal, 0), columns - max(diagonal, 0))
  }

  /// How far from the start of its row a diagonal begins.
  private func offset(of diagonal: Int) -> Int {
    let isLeft =
      diagonal >= 0 && alignment.isLeftAbove || diagonal <= 0 && alignment.isLeftBelow
    return isLeft ? 0 : length - length(of: diagonal)
  }

  /// For each place of the matrix the one in the rows; nil outside of the band.
  var placesOfDiagonals: [Int?] {
    (0..<rows).flatMap { row in
      (0..<columns).map { column in
        let diagonal = column - row
        guard diagonals.contains(diagonal) else { return nil }
        return (diagonals.upperBound - diagonal) * length + offset(of: diagonal)
          + min(row, column)
      }
    }
  }

  /// For each place of the rows the one in the matrix; nil where there is none.
  var placesInMatrix: [Int?] {
    diagonals.reversed().flatMap { diagonal in
      (0..<length).map { place in
        let step = place - offset(of: diagonal)
        guard (0..<length(of: diagonal)).contains(step) else { return nil }
        return (step + max(-diagonal, 0)) * columns + step + max(diagonal, 0)
      }
    }
  }
}
