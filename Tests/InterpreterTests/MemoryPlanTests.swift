// SPDX-License-Identifier: Apache-2.0
import Interpreter
import TestSupport
import Testing

struct MemoryPlanTests {
  /// Three areas of a chain: the first and the last never live together, so they share bytes.
  @Test func areasThatNeverMeetShareMemory() throws {
    let plan = try #require(
      MemoryPlan([
        .init(byteCount: 1000, firstStep: 0, lastStep: 1),
        .init(byteCount: 500, firstStep: 1, lastStep: 2),
        .init(byteCount: 900, firstStep: 2, lastStep: 3),
      ]))
    // The second begins at the next multiple of 64; kernels may read 64 bytes beyond its end.
    #expect(plan.offsets == [0, 1024, 0])
    #expect(plan.byteCount == 1024 + 500 + 64)
    #expect(plan.lowerBound == 1500)
  }

  /// By size alone the two of 320 bytes end at 1216: the second is squeezed in above all others.
  @Test func areasAreArrangedAnewWhereSizesAloneLeaveGaps() throws {
    let plan = try #require(
      MemoryPlan([
        .init(byteCount: 320, firstStep: 1, lastStep: 2),
        .init(byteCount: 384, firstStep: 1, lastStep: 3),
        .init(byteCount: 512, firstStep: 3, lastStep: 4),
        .init(byteCount: 320, firstStep: 0, lastStep: 1),
      ]))
    #expect(plan.lowerBound == 1024)
    #expect(plan.byteCount == 1024 + MemoryPlan.slack)
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func areasInUseTogetherNeverOverlap(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let areas = (0..<200).map { _ in
      let first = Int(random.next() % 50)
      return MemoryPlan.Area(
        byteCount: Int(random.next() % 5000), firstStep: first,
        lastStep: first + Int(random.next() % 10))
    }
    let plan = try #require(MemoryPlan(areas))
    for (i, a) in areas.enumerated() {
      #expect(plan.offsets[i] % MemoryPlan.alignment == 0)
      #expect(plan.offsets[i] + a.byteCount <= plan.byteCount)
      for (j, b) in areas.enumerated().dropFirst(i + 1)
      where a.firstStep <= b.lastStep && b.firstStep <= a.lastStep {
        let apart =
          plan.offsets[i] + a.byteCount <= plan.offsets[j]
          || plan.offsets[j] + b.byteCount <= plan.offsets[i]
        #expect(apart, "areas \(i) and \(j) overlap, seed \(seed)")
      }
    }
  }

  @Test func sizesThatOverflowAreRefused() {
    let huge = MemoryPlan.Area(byteCount: Int.max / 2, firstStep: 0, lastStep: 0)
    #expect(MemoryPlan([huge, huge]) == nil)
  }
}
