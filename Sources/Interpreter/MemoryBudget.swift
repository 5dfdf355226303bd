// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// How many bytes the tensors of a model instance may take, and how many they do.
final class MemoryBudget {
  var byteLimit: Int
  private(set) var byteCount = 0
  /// Bytes of tensors that change: arenas, inputs, results.
  fileprivate(set) var tensorByteCount = 0
  /// Those of them that no plan could do without.
  fileprivate(set) var neededByteCount = 0

  init(byteLimit: Int) {
    self.byteLimit = byteLimit
  }

  var rest: Int { max(byteLimit - byteCount, 0) }

  /// - Throws: where the limit does not allow so many more bytes.
  func take(_ count: Int) throws(InterpreterError) {
    guard count <= rest else {
      throw InterpreterError(
        "needs more than the limit of \(byteLimit) bytes for its tensors; if it is not damaged, "
          + "LINNET_MEMORY=MIB allows more")
    }
    byteCount += count
  }

  func giveBack(_ count: Int) {
    byteCount -= count
  }
}

/// A part of a model instance's memory, given back when it is released.
final class MemoryClaim {
  private let memory: MemoryBudget
  private var byteCount = 0

  init(_ memory: MemoryBudget) {
    self.memory = memory
  }

  deinit {
    memory.giveBack(byteCount)
  }

  /// - Throws: where the limit does not allow so many more bytes.
  func extend(by count: Int) throws(InterpreterError) {
    try memory.take(count)
    byteCount += count
  }
}

/// Memory for tensors within the limit of a model instance.
final class BudgetedBuffer {
  private let buffer: PreparedBuffer
  private let claim: MemoryClaim
  private let memory: MemoryBudget
  private let neededByteCount: Int

  /// - Parameter needed: how many of the bytes no plan could do without; all, unless given.
  /// - Throws: where the limit does not allow it.
  init(
    byteCount: Int, needed: Int? = nil, _ memory: MemoryBudget
  ) throws(InterpreterError) {
    self.memory = memory
    neededByteCount = needed ?? byteCount
    claim = MemoryClaim(memory)
    try claim.extend(by: byteCount)
    buffer = PreparedBuffer(byteCount: byteCount)
    memory.tensorByteCount += byteCount
    memory.neededByteCount += neededByteCount
  }

  deinit {
    memory.tensorByteCount -= byteCount
    memory.neededByteCount -= neededByteCount
  }

  var base: UnsafeMutableRawPointer { buffer.base }
  var byteCount: Int { buffer.byteCount }
}
