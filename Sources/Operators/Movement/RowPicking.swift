// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

extension ElementTypeSet {
  /// What slices may be picked by.
  package static let gatherIndices: ElementTypeSet = [.int16, .int32, .int64]
}

/// Copies rows of a matrix, or of several, by index.
struct RowPicking {
  private let rows: Int
  private let output: Int
  private let indices: IndexReader
  private let indexCount: Int
  private let batchCount: Int
  private let outerCount: Int
  private let rowCount: Int
  private let rowByteCount: Int
  /// Of rows that are no whole bytes, their bits.
  private let rowBitCount: Int?

  /// - Parameter batchCount: how many sets of indices there are.
  /// - Parameter outerCount: how many matrices of `rowCount` rows each set serves.
  /// - Parameter rowLength: how many elements a row has.
  init(
    rows: Operand, indices: Operand, output: Operand, batchCount: Int, outerCount: Int,
    rowCount: Int, rowLength: Int
  ) {
    self.rows = rows.slot
    self.output = output.slot
    self.indices = IndexReader(indices)
    self.indexCount = batchCount == 0 ? 0 : indices.elementCount / batchCount
    self.batchCount = batchCount
    self.outerCount = outerCount
    self.rowCount = rowCount
    rowByteCount = rows.type.runtimeByteCount(of: rowLength)!
    let isPacked = ElementTypeSet.packed.contains(rows.type)
    let bitCount = isPacked ? rowLength * rows.type.bitCount! : 0
    rowBitCount = bitCount % 8 == 0 ? nil : bitCount
  }

  func evaluation(threadCount: Int) -> Evaluation {
    let byteCount = batchCount * outerCount * indexCount * rowByteCount
    // Tasks would meet within a byte.
    let taskCount = byteCount < 1 << 16 || rowBitCount != nil ? 1 : threadCount
    let stage = Stage(taskCount: taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let first = indexCount.start(ofPart: task, of: taskCount)
      try run(tensors, first..<indexCount.start(ofPart: task + 1, of: taskCount))
    }
    return Evaluation(kernel: "xx_gather", stages: [stage])
  }

  /// Copies the rows of the indices in `part` of each batch.
  private func run(_ tensors: TensorTable, _ part: Range<Int>) throws(OperatorError) {
    let (from, to) = (tensors[rows], tensors[output])
    for batch in 0..<batchCount {
      for position in part {
        let index = indices.value(batch * indexCount + position, in: tensors)
        guard index >= 0, index < rowCount else {
          throw OperatorError("index \(index) is out of range: allowed 0 to \(rowCount - 1)")
        }
        for outer in batch * outerCount..<(batch + 1) * outerCount {
          let (source, target) = (outer * rowCount + index, outer * indexCount + position)
          if let rowBitCount {
            xx_copy_bits(from, source * rowBitCount, to, target * rowBitCount, rowBitCount)
          } else {
            (to + target * rowByteCount).copyMemory(
              from: from + source * rowByteCount, byteCount: rowByteCount)
          }
        }
      }
    }
  }
}
