// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// A tensor whose bytes are at hand, outside any interpreter.
package struct DirectTensor {
  package let type: ElementType
  package let shape: Shape
  package let quantization: Quantization?
  package let bytes: UnsafeRawBufferPointer
  /// What keeps the bytes alive, where this tensor owns them.
  private let owner: PreparedBuffer?
  /// What its strings point at, where an operator has made them.
  package fileprivate(set) var text: PreparedBuffer?

  /// A view of bytes that the caller keeps alive; aligned to the element.
  package init(
    type: ElementType, shape: Shape, quantization: Quantization? = nil,
    bytes: UnsafeRawBufferPointer
  ) {
    self.type = type
    self.shape = shape
    self.quantization = quantization
    self.bytes = bytes
    owner = nil
  }

  /// Memory of its own, zeroed.
  ///
  /// - Throws: if the type has no fixed element size, or the tensor exceeds `byteLimit`.
  package init(
    type: ElementType, shape: Shape, quantization: Quantization?, byteLimit: Int
  ) throws(OperatorError) {
    guard let count = shape.checkedElementCount, let byteCount = type.runtimeByteCount(of: count)
    else {
      throw OperatorError("result \(type.name) \(shape.description) has no valid size")
    }
    guard byteCount <= byteLimit else {
      throw OperatorError("result takes \(byteCount) bytes, the limit is \(byteLimit)")
    }
    let buffer = PreparedBuffer(byteCount: byteCount)
    self.type = type
    self.shape = shape
    self.quantization = quantization
    bytes = UnsafeRawBufferPointer(start: buffer.base, count: byteCount)
    owner = buffer
  }

  /// Memory of its own with the given elements.
  package init<Element: BitwiseCopyable>(
    _ elements: [Element], type: ElementType, shape: Shape, quantization: Quantization? = nil
  ) {
    precondition(elements.count == shape.elementCount)
    let buffer = PreparedBuffer(byteCount: elements.count * MemoryLayout<Element>.stride)
    buffer.elements(as: Element.self).update(from: elements, count: elements.count)
    self.type = type
    self.shape = shape
    self.quantization = quantization
    bytes = UnsafeRawBufferPointer(start: buffer.base, count: buffer.byteCount)
    owner = buffer
  }

  /// Strings with memory of their own.
  package init(strings: [[UInt8]], shape: Shape) {
    precondition(strings.count == shape.elementCount)
    let text = PreparedBuffer(byteCount: strings.reduce(0) { $0 + $1.count })
    var views: [StringView] = []
    var offset = 0
    for string in strings {
      let bytes = UnsafeMutableRawBufferPointer(start: text.base + offset, count: string.count)
      bytes.copyBytes(from: string)
      views.append(StringView(UnsafeRawBufferPointer(bytes)))
      offset += string.count
    }
    self.init(views, type: .string, shape: shape)
    self.text = text
  }

  /// The elements, copied; `Element` must be the element type's own Swift type.
  package func elements<Element: BitwiseCopyable>(as _: Element.Type = Element.self) -> [Element] {
    Array(bytes.bindMemory(to: Element.self))
  }

  /// The same bytes as an operand of a prepared operator.
  package func operand(slot: Int, isConstant: Bool = true, isLasting: Bool = false) -> Operand {
    Operand(
      type: type, shape: shape, quantization: quantization, slot: slot,
      constant: isConstant ? bytes : nil, isLasting: isLasting)
  }
}

/// Type and quantization of a result that an operator is asked for.
package struct ResultKind {
  package let type: ElementType
  package let quantization: Quantization?

  package init(_ type: ElementType, quantization: Quantization? = nil) {
    self.type = type
    self.quantization = quantization
  }
}

/// Runs one operator on tensors at hand, with all the checks of a prepared one.
///
/// Constant folding and the tests of operators run through it, so there is one implementation of
/// each operator.
/// What the operator keeps as state is overwritten where it is.
/// - Parameter constantInputs: which inputs the operator may read while it prepares; all but its
///   state, unless given.
/// - Parameter byteLimit: the most that one result or scratch area may take, and what the operator
///   keeps.
/// - Parameter operationLimit: the most that ``OperatorContract/operationCount(_:results:)`` may be.
/// - Parameter threadCount: into how many tasks the work may be cut; they run one after another.
/// - Throws: `OperatorError` where the operands break the operator's contract.
package func evaluateDirectly(
  _ operation: some OperatorContract, inputs: [DirectTensor?], results: [ResultKind],
  constantInputs: Set<Int>? = nil, byteLimit: Int = 1 << 30, operationLimit: Int = .max,
  threadCount: Int = 1, stream: RandomStream? = nil, state: OperatorState? = nil
) throws(OperatorError) -> [DirectTensor] {
  let rules = operation.operandRules
  var operands: [Operand?] = []
  for (slot, input) in inputs.enumerated() {
    let isConstant = constantInputs?.contains(slot) ?? true && !rules.isState(slot)
    operands.append(input?.operand(slot: slot, isConstant: isConstant))
  }
  let shapes = try operation.checkedShapes(
    of: operands, outputs: results.map { $0.type }, byteLimit: byteLimit,
    operationLimit: operationLimit)
  var outputs: [DirectTensor] = []
  for (kind, shape) in zip(results, shapes) {
    outputs.append(
      try DirectTensor(
        type: kind.type, shape: shape, quantization: kind.quantization, byteLimit: byteLimit))
  }
  var context = PrepareContext(
    inputs: operands,
    outputs: outputs.enumerated().map {
      $0.element.operand(slot: inputs.count + $0.offset, isConstant: false)
    },
    threadCount: threadCount, firstScratchSlot: inputs.count + outputs.count,
    byteLimit: byteLimit, stream: stream, state: state)
  let evaluation = try operation.evaluation(&context)
  var scratch: [PreparedBuffer] = []
  for byteCount in context.scratchByteCounts {
    guard byteCount <= byteLimit else {
      throw OperatorError("needs \(byteCount) bytes of scratch, the limit is \(byteLimit)")
    }
    scratch.append(PreparedBuffer(byteCount: byteCount))
  }
  let nowhere = UnsafeMutableRawPointer(bitPattern: 64)!
  var addresses: [UnsafeMutableRawPointer] = []
  for input in inputs {
    addresses.append(
      input.map { UnsafeMutableRawPointer(mutating: $0.bytes.baseAddress!) } ?? nowhere)
  }
  for output in outputs {
    addresses.append(UnsafeMutableRawPointer(mutating: output.bytes.baseAddress!))
  }
  for buffer in scratch { addresses.append(buffer.base) }
  for (slot, buffer) in context.keptSlots { addresses[slot] = buffer.base }
  try run(evaluation, addresses: addresses)
  withExtendedLifetime((inputs, outputs, scratch, context)) {}
  if let text = context.text {
    for index in outputs.indices { outputs[index].text = text }
  }
  return outputs
}

private func run(
  _ evaluation: Evaluation, addresses: [UnsafeMutableRawPointer]
) throws(OperatorError) {
  try addresses.withUnsafeBufferPointer { (buffer) throws(OperatorError) in
    let table = TensorTable(buffer.baseAddress!)
    for stage in evaluation.stages {
      for task in 0..<stage.taskCount {
        try stage.run(table, task)
      }
    }
  }
}

extension Operator {
  /// Runs the operator on tensors at hand; see ``evaluateDirectly``.
  package func evaluated(
    on inputs: [DirectTensor?], results: [ResultKind], constantInputs: Set<Int>? = nil,
    byteLimit: Int = 1 << 30
  ) throws(OperatorError) -> [DirectTensor] {
    try evaluateDirectly(
      self, inputs: inputs, results: results, constantInputs: constantInputs,
      byteLimit: byteLimit)
  }
}
