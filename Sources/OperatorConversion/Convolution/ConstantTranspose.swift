// SPDX-License-Identifier: Apache-2.0
import GraphIR

extension ConstantData {
  /// The matrix of 4-byte elements with rows and columns exchanged.
  ///
  /// Blocks of 16 × 16 keep both sides in cache: a weight matrix costs one pass over memory. What
  /// has been read of a file is let go, so that large weights are not in memory twice.
  package func transposed(rows: Int, columns: Int) -> ConstantData {
    precondition(bytes.count == rows * columns * 4)
    let block = 16
    let releasedByteCount = 1 << 20
    var released = 0
    return ConstantData(byteCount: bytes.count) { target in
      guard let from = bytes.baseAddress, let to = target.baseAddress else { return }
      for firstRow in stride(from: 0, to: rows, by: block) {
        let rowEnd = min(firstRow + block, rows)
        for firstColumn in stride(from: 0, to: columns, by: block) {
          let columnEnd = min(firstColumn + block, columns)
          for column in firstColumn..<columnEnd {
            for row in firstRow..<rowEnd {
              let element = from.loadUnaligned(
                fromByteOffset: (row &* columns &+ column) &* 4, as: UInt32.self)
              to.storeBytes(
                of: element, toByteOffset: (column &* rows &+ row) &* 4, as: UInt32.self)
            }
          }
        }
        let read = rowEnd * columns * 4
        if read - released >= releasedByteCount || rowEnd == rows {
          release(released..<read)
          released = read
        }
      }
    }
  }
}
