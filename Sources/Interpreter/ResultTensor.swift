// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// A tensor with memory of its own, which grows with it: a result whose shape only the data tell, a
/// variable's value, what a loop carries from turn to turn.
final class ResultTensor {
  let type: ElementType
  private(set) var shape: Shape
  /// Where the elements are.
  private(set) var address: UnsafeMutableRawPointer
  private var memory: BudgetedBuffer?
  /// What owns the elements, where an operator has made them, and its part of the memory.
  private var direct: (tensor: DirectTensor, claim: MemoryClaim)?

  init(_ type: ElementType) {
    self.type = type
    // The list that a variant holds is kept by the segment.
    shape = type == .variant ? .scalar : Shape([0])
    address = UnsafeMutableRawPointer(bitPattern: MemoryPlan.alignment)!
  }

  /// Makes room for a tensor of the shape; the elements are not set.
  func reserve(_ shape: Shape, _ budget: MemoryBudget) throws(InterpreterError) {
    let byteCount = try Self.byteCount(type, shape)
    if (memory?.byteCount ?? -1) < byteCount {
      clear()
      memory = try BudgetedBuffer(byteCount: byteCount, budget)
    }
    direct = nil
    address = memory!.base
    self.shape = shape
  }

  private func clear() {
    memory = nil
    direct = nil
    shape = Shape([0])
    address = UnsafeMutableRawPointer(bitPattern: MemoryPlan.alignment)!
  }

  /// Takes over the elements at an address, which may be this tensor's own.
  func copy(
    from source: UnsafeRawPointer, shape: Shape, _ budget: MemoryBudget
  ) throws(InterpreterError) {
    if source == UnsafeRawPointer(address), shape == self.shape { return }
    try reserve(shape, budget)
    address.copyMemory(from: source, byteCount: try Self.byteCount(type, shape))
  }

  /// Takes what an operator has made.
  ///
  /// - Throws: where the memory limit does not allow it.
  func take(_ tensor: DirectTensor, _ budget: MemoryBudget) throws(InterpreterError) {
    clear()
    let claim = MemoryClaim(budget)
    try claim.extend(by: tensor.bytes.count)
    direct = (tensor, claim)
    shape = tensor.shape
    if let base = tensor.bytes.baseAddress { address = UnsafeMutableRawPointer(mutating: base) }
  }

  /// Bytes of a tensor in memory.
  static func byteCount(_ type: ElementType, _ shape: Shape) throws(InterpreterError) -> Int {
    guard let count = shape.checkedElementCount, let byteCount = type.runtimeByteCount(of: count)
    else {
      throw InterpreterError(
        "\(type.name) of shape \(shape.description) has no valid size")
    }
    return byteCount
  }
}

extension Operand {
  /// Bytes that callers may see; those of strings are elsewhere.
  var visibleByteCount: Int {
    type == .string ? 0 : (try? ResultTensor.byteCount(type, shape)) ?? 0
  }
}
