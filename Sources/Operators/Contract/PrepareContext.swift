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

/// What one operator has made of its constants, such as packed weights, kept while its shapes change.
package final class ConstantForms {
  private var forms: [(key: [Int], buffer: PreparedBuffer)] = []

  package init() {}

  fileprivate func form(_ key: [Int]) -> PreparedBuffer? {
    for form in forms where form.key == key { return form.buffer }
    return nil
  }

  fileprivate func keep(_ buffer: PreparedBuffer, _ key: [Int]) {
    forms.append((key, buffer))
  }
}

/// What an operator is given to prepare with: its operands, and scratch memory to ask for.
package struct PrepareContext {
  /// Nil where an optional input is absent. Arity and types have been checked by the operator's
  /// ``OperandRules``.
  package internal(set) var inputs: [Operand?]
  package internal(set) var outputs: [Operand]
  /// The quantization of the operator's intermediate tensors, for those that have any.
  package let intermediates: [Quantization?]
  /// How many threads will work on the stages; at least 1. Results never depend on it.
  package let threadCount: Int
  /// The most bytes that what the operator keeps may take: packed weights, tables, lists.
  package let byteLimit: Int
  /// Bytes of what it keeps so far.
  package private(set) var keptByteCount = 0
  /// Byte counts of the scratch areas asked for so far.
  package private(set) var scratchByteCounts: [Int] = []
  /// Slots of memory that the operator keeps.
  package private(set) var keptSlots: [(slot: Int, buffer: PreparedBuffer)] = []
  private let firstScratchSlot: Int
  private let constantForms: ConstantForms?
  /// Where the numbers of an operator come from that draws some.
  package let stream: RandomStream
  /// What an operator keeps that keeps some.
  package let state: OperatorState
  /// What the strings of its results point at, for operators that make strings.
  package private(set) var text: PreparedBuffer?

  /// - Parameter constantForms: what the operator made of its lasting constants before; nil to make
  ///   it anew.
  /// - Parameter stream: nil for a new one.
  /// - Parameter state: nil for zeros.
  package init(
    inputs: [Operand?], outputs: [Operand], intermediates: [Quantization?] = [],
    threadCount: Int, firstScratchSlot: Int, byteLimit: Int, constantForms: ConstantForms? = nil,
    stream: RandomStream? = nil, state: OperatorState? = nil
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.intermediates = intermediates
    self.threadCount = threadCount
    self.firstScratchSlot = firstScratchSlot
    self.byteLimit = byteLimit
    self.constantForms = constantForms
    self.stream = stream ?? RandomStream(seed: 0, number: 0)
    self.state = state ?? OperatorState()
  }

  /// What the operator makes of constants, which is made once for all shapes.
  ///
  /// - Parameters:
  ///   - isLasting: whether the constants are the same however often the operator prepares; it is
  ///     made anew where they are not.
  ///   - key: all that it depends on beside the constants, the operator's attributes and the
  ///     quantization of its operands.
  /// - Throws: where it would exceed ``byteLimit``.
  package mutating func form(
    isLasting: Bool, key: [Int], byteCount: Int,
    fill: (UnsafeMutableRawPointer) -> Void
  ) throws(OperatorError) -> PreparedBuffer {
    if isLasting, let form = constantForms?.form(key), form.byteCount == byteCount { return form }
    let form = try buffer(byteCount: byteCount)
    fill(form.base)
    if isLasting { constantForms?.keep(form, key) }
    return form
  }

  /// Memory that the operator keeps, for all whose size depends on the model.
  ///
  /// - Throws: where it would exceed ``byteLimit``; nothing is allocated then.
  package mutating func buffer(byteCount: Int) throws(OperatorError) -> PreparedBuffer {
    try keep(byteCount: byteCount)
    return PreparedBuffer(byteCount: byteCount)
  }

  /// Memory for the bytes of the strings that the operator makes; see ``OperatorAction/texts``.
  ///
  /// - Throws: where it would exceed ``byteLimit``.
  package mutating func text(byteCount: Int) throws(OperatorError) -> PreparedBuffer {
    let buffer = try buffer(byteCount: byteCount)
    text = buffer
    return buffer
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

  /// A slot by which evaluation finds memory that the operator keeps.
  package mutating func slot(of buffer: PreparedBuffer) -> Int {
    let slot = scratch(byteCount: 0)
    keptSlots.append((slot, buffer))
    return slot
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
