// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Memory that lives as long as the prepared operator: packed weights, tables, multipliers.
///
/// Aligned to 64 bytes and zeroed.
package final class PreparedBuffer {
  package let base: UnsafeMutableRawPointer
  package let byteCount: Int

  package init(byteCount: Int) {
    self.byteCount = byteCount
    base = .allocate(byteCount: max(byteCount, 1), alignment: 64)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, 1))
  }

  deinit {
    base.deallocate()
  }

  package func elements<Element>(
    as _: Element.Type = Element.self
  ) -> UnsafeMutablePointer<Element> {
    base.assumingMemoryBound(to: Element.self)
  }
}

/// What an operator is given to prepare with: its operands, and scratch memory to ask for.
package struct PrepareContext {
  /// Nil where an optional input is absent. Arity and types have been checked by the operator's
  /// ``OperandRules``.
  package let inputs: [Operand?]
  package let outputs: [Operand]
  /// How many threads will work on the stages; at least 1. Results never depend on it.
  package let threadCount: Int
  /// The most bytes that what the operator keeps may take: packed weights, tables, lists.
  package let byteLimit: Int
  /// Bytes of what it keeps so far.
  package private(set) var keptByteCount = 0
  /// Byte counts of the scratch areas asked for so far.
  package private(set) var scratchByteCounts: [Int] = []
  private let firstScratchSlot: Int

  package init(
    inputs: [Operand?], outputs: [Operand], threadCount: Int, firstScratchSlot: Int,
    byteLimit: Int
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.threadCount = threadCount
    self.firstScratchSlot = firstScratchSlot
    self.byteLimit = byteLimit
  }

  /// Memory that the operator keeps, for all whose size depends on the model.
  ///
  /// - Throws: where it would exceed ``byteLimit``; nothing is allocated then.
  package mutating func buffer(byteCount: Int) throws(OperatorError) -> PreparedBuffer {
    try keep(byteCount: byteCount)
    return PreparedBuffer(byteCount: byteCount)
  }

  /// Counts memory that the operator is about to keep elsewhere than in a ``PreparedBuffer``.
  ///
  /// - Throws: where it would exceed ``byteLimit``.
  package mutating func keep(byteCount: Int) throws(OperatorError) {
    guard byteCount <= byteLimit - keptByteCount else {
      throw OperatorError(
        "keeps \(byteCount) bytes and \(keptByteCount) before, the limit is \(byteLimit)")
    }
    keptByteCount += byteCount
  }

  /// The slot of a scratch area for this operator's evaluation alone, aligned to 64 bytes.
  package mutating func scratch(byteCount: Int) -> Int {
    scratchByteCounts.append(byteCount)
    return firstScratchSlot + scratchByteCounts.count - 1
  }

  /// An input that the operand rules say is present.
  package func input(_ index: Int) -> Operand {
    inputs[index]!
  }

  /// An optional input: nil if absent or beyond the number given.
  package func optionalInput(_ index: Int) -> Operand? {
    index < inputs.count ? inputs[index] : nil
  }

  package var output: Operand { outputs[0] }
}
