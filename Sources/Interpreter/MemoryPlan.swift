// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Where in one block of memory each of many areas lies, so that areas in use at the same time do
/// not overlap.
///
/// Source: Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference" (2020),
/// greedy by size; Joslin and Clements, "Squeaky Wheel Optimization" (1999), for the gaps it leaves.
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
  /// The most bytes in use in one step: no plan can do with fewer.
  package let lowerBound: Int

  package static let alignment = 64

  /// Kernels may read up to this many bytes beyond an area's end, never use them: they lie in other
  /// areas, or behind the last.
  package static let slack = 64

  /// How often areas are placed anew where that may save memory.
  private static let attempts = 16

  /// Large areas are placed first, each as low as those allow that are in use at the same time.
  /// Where that leaves gaps, the area that ends last is placed earlier, and all of them anew.
  /// - Returns: nil if the sizes add up to more than an `Int` holds.
  package init?(_ areas: [Area]) {
    var order = sortedIndices(areas.count) {
      (areas[$1].byteCount, areas[$0].firstStep, $0) < (
        areas[$0].byteCount, areas[$1].firstStep, $1
      )
    }
    guard var best = Placement(areas, order) else { return nil }
    lowerBound = Self.lowerBound(areas)
    var last = best.last
    for _ in 0..<Self.attempts where best.end > lowerBound + lowerBound / 32 {
      guard let position = order.firstIndex(of: last), position > 0 else { break }
      order.insert(order.remove(at: position), at: position / 2)
      guard let placement = Placement(areas, order) else { break }
      last = placement.last
      if placement.end < best.end { best = placement }
    }
    offsets = best.offsets
    byteCount = areas.isEmpty ? 0 : best.end + Self.slack
  }

  private static func lowerBound(_ areas: [Area]) -> Int {
    let stepCount = areas.reduce(0) { max($0, $1.lastStep + 1) }
    var changes = [Int](repeating: 0, count: stepCount + 1)
    for area in areas {
      changes[area.firstStep] += area.byteCount
      changes[area.lastStep + 1] -= area.byteCount
    }
    var (inUse, most) = (0, 0)
    for change in changes {
      inUse += change
      most = max(most, inUse)
    }
    return most
  }
}

/// Areas placed one after the other.
private struct Placement {
  private(set) var offsets: [Int]
  /// Behind the last byte of any area.
  private(set) var end = 0
  /// The area that ends there.
  private(set) var last = 0

  /// - Returns: nil if the sizes add up to more than an `Int` holds.
  init?(_ areas: [MemoryPlan.Area], _ order: [Int]) {
    offsets = [Int](repeating: 0, count: areas.count)
    var placed: [Int] = []  // by offset
    for index in order {
      let area = areas[index]
      guard area.byteCount < Int.max / 4 else { return nil }
      let size = Self.aligned(area.byteCount)
      var offset = 0
      for other in placed
      where areas[other].firstStep <= area.lastStep && area.firstStep <= areas[other].lastStep {
        if offsets[other] - offset >= size { break }
        offset = max(offset, offsets[other] + Self.aligned(areas[other].byteCount))
      }
      offsets[index] = offset
      guard offset < Int.max / 4 else { return nil }
      if offset + area.byteCount > end { (end, last) = (offset + area.byteCount, index) }
      let position = placed.firstIndex { offsets[$0] > offset } ?? placed.count
      placed.insert(index, at: position)
    }
  }

  private static func aligned(_ byteCount: Int) -> Int {
    (byteCount + MemoryPlan.alignment - 1) / MemoryPlan.alignment * MemoryPlan.alignment
  }
}
