// SPDX-License-Identifier: Apache-2.0
import Dispatch
import GraphIR

extension ConstantData {
  /// The matrix of 4-byte elements with rows and columns exchanged.
  ///
  /// Blocks of 16 × 16 keep both sides in cache: a weight matrix costs one pass over memory. What
  /// has been read of a file is let go, so that large weights are not in memory twice.
  package func transposed(rows: Int, columns: Int) -> ConstantData {
    precondition(bytes.count == rows * columns * 4)
    return ConstantData(byteCount: bytes.count) { target in
      guard !bytes.isEmpty, let from = bytes.baseAddress, let to = target.baseAddress else {
        return
      }
      let rowByteCount = columns * 4
      // Rows that are let go together; few enough of them to share the processors.
      let bandRows = max(Self.block, Self.bandByteCount / rowByteCount / Self.block * Self.block)
      nonisolated(unsafe) let (input, output) = (from, to)
      DispatchQueue.concurrentPerform(iterations: (rows + bandRows - 1) / bandRows) { band in
        let bandRange = band * bandRows..<min((band + 1) * bandRows, rows)
        for firstRow in stride(from: bandRange.lowerBound, to: bandRange.upperBound, by: Self.block)
        {
          let rowRange = firstRow..<min(firstRow + Self.block, bandRange.upperBound)
          for firstColumn in stride(from: 0, to: columns, by: Self.block) {
            for column in firstColumn..<min(firstColumn + Self.block, columns) {
              for row in rowRange {
                let element = input.loadUnaligned(
                  fromByteOffset: (row &* columns &+ column) &* 4, as: UInt32.self)
                output.storeBytes(
                  of: element, toByteOffset: (column &* rows &+ row) &* 4, as: UInt32.self)
              }
            }
          }
        }
        release(bandRange.lowerBound * rowByteCount..<bandRange.upperBound * rowByteCount)
      }
    }
  }

  private static let block = 16
  private static let bandByteCount = 1 << 20
}
