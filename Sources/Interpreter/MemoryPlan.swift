// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Where in one block of memory each of many areas lies, so that areas in use at the same time do
/// not overlap.
///
/// Areas are placed from the largest to the smallest, each at the lowest offset where it fits
/// between those already placed that live at the same time.
///
/// Source: Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference" (2020),
/// greedy by size.
package struct MemoryPlan {
  /// An area, and the steps from the first to the last during which it is in use.
  package struct Area {
    package let byteCount: Int
    package let firstStep: Int
    package let lastStep: Int

    package init(byteCount: Int, firstStep: Int, lastStep: Int) {
      self.byteCount = byteCount
      self.firstStep = firstStep
      self.lastStep = lastStep
    }
  }

  /// The start of each area, in bytes; multiples of ``alignment``.
  package let offsets: [Int]
  package let byteCount: Int

  package static let alignment = 64

  /// Kernels may read up to this many bytes beyond an area's end, never use them.
  package static let slack = 64

  /// - Returns: nil if the sizes add up to more than an `Int` holds.
  package init?(_ areas: [Area]) {
    let order = sortedIndices(areas.count) {
      (areas[$1].byteCount, areas[$0].firstStep, $0) < (
        areas[$0].byteCount, areas[$1].firstStep, $1
      )
    }
    var offsets = [Int](repeating: 0, count: areas.count)
    var placed: [Int] = []  // by offset
    var end = 0
    for index in order {
      let area = areas[index]
      guard area.byteCount < Int.max / 4 else { return nil }
      let size = Self.aligned(area.byteCount + Self.slack)
      var offset = 0
      for other in placed
      where areas[other].firstStep <= area.lastStep && area.firstStep <= areas[other].lastStep {
        if offsets[other] - offset >= size { break }
        offset = max(offset, offsets[other] + Self.aligned(areas[other].byteCount + Self.slack))
      }
      offsets[index] = offset
      guard offset < Int.max / 4 else { return nil }
      end = max(end, offset + size)
      let position = placed.firstIndex { offsets[$0] > offset } ?? placed.count
      placed.insert(index, at: position)
    }
    self.offsets = offsets
    byteCount = end
  }

  private static func aligned(_ byteCount: Int) -> Int {
    (byteCount + alignment - 1) / alignment * alignment
  }
}
