// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Synchronization
import Testing

/// How often each task was run.
private final class Tally: Sendable {
  let counts = Mutex([Int](repeating: 0, count: 64))
}

@Test(arguments: 1...5)
func everyTaskRunsOnce(threadCount: Int32) throws {
  let pool = try #require(linnet_pool_create(threadCount))
  defer { linnet_pool_destroy(pool) }
  let tally = Tally()
  let context = Unmanaged.passUnretained(tally).toOpaque()
  for step in 0..<2_000 {
    let taskCount = step % 17
    linnet_pool_run(
      pool, taskCount,
      { context, task in
        let tally = Unmanaged<Tally>.fromOpaque(context!).takeUnretainedValue()
        tally.counts.withLock { $0[task] += 1 }
      }, context)
    let counts = tally.counts.withLock { counts in
      defer { counts = [Int](repeating: 0, count: 64) }
      return counts
    }
    #expect(counts == (0..<64).map { $0 < taskCount ? 1 : 0 })
  }
}

@Test func poolsThatAreNeverUsedEnd() {
  for _ in 0..<100 {
    linnet_pool_destroy(linnet_pool_create(4))
  }
  linnet_pool_destroy(nil)
}
