// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Operators
import Synchronization

/// Runs stages on threads that live as long as it does.
final class StageRunner {
  let threadCount: Int
  private let pool: OpaquePointer?
  /// The stage that the pool's threads work on, and its tensors; set by `run` alone.
  private var current: (stage: Stage, table: TensorTable)?
  private var failure: OperatorError?
  private let hasFailed = Atomic<Bool>(false)

  /// - Parameter threadCount: at least 1; fewer are used where the system refuses more.
  init(threadCount: Int) {
    pool = threadCount > 1 ? linnet_pool_create(Int32(clamping: threadCount)) : nil
    self.threadCount = pool == nil ? 1 : threadCount
  }

  deinit {
    if let pool { linnet_pool_destroy(pool) }
  }

  /// Runs all tasks of a stage, and throws the first error that one of them threw.
  func run(_ stage: Stage, on table: TensorTable) throws(OperatorError) {
    guard let pool, stage.taskCount > 1 else {
      for task in 0..<stage.taskCount { try stage.run(table, task) }
      return
    }
    current = (stage, table)
    let context = Unmanaged.passUnretained(self).toOpaque()
    linnet_pool_run(
      pool, stage.taskCount,
      { context, task in
        Unmanaged<StageRunner>.fromOpaque(context!).takeUnretainedValue().runTask(task)
      }, context)
    current = nil
    if hasFailed.exchange(false, ordering: .acquiringAndReleasing), let failure { throw failure }
  }

  private func runTask(_ task: Int) {
    do {
      try current!.stage.run(current!.table, task)
    } catch {
      if !hasFailed.exchange(true, ordering: .acquiringAndReleasing) { failure = error }
    }
  }
}
