// SPDX-License-Identifier: Apache-2.0
import CKernels
import Operators
import TensorCore

/// A table of a model instance, from int64 to string or from string to int64: filled once, then
/// looked up.
///
/// Its entries lie in the order of their keys, so a look-up takes few steps whatever the keys are.
/// Numbers are keys as strings of 8 bytes.
final class LookupTable {
  /// Its number in the model.
  let id: Int
  private let keyType: ElementType
  /// Nil until it is filled.
  private var memory: BudgetedBuffer?
  private(set) var count = 0

  /// A tensor, and where it lies.
  typealias Elements = (operand: Operand, base: UnsafeMutableRawPointer)

  init(id: Int, keys: ElementType) {
    self.id = id
    keyType = keys
  }

  func clear() {
    memory = nil
    count = 0
  }

  /// Copies keys and values into the table, unless it has been filled: the first value of each key.
  ///
  /// - Parameters:
  ///   - keys: int64 or strings; `values` are of the other type, and as many.
  /// - Throws: where the table has other keys, or the memory limit does not allow it.
  func fill(
    _ keys: Elements, with values: Elements, _ instance: ModelInstance
  ) throws(InterpreterError) {
    try check(keys)
    guard memory == nil else { return }
    let given = keys.operand.elementCount
    try instance.count(operations: given)
    let sorted = try BudgetedBuffer(
      byteCount: given.saturatingProduct(MemoryLayout<linnet_entry>.stride), instance.memory)
    let entries = sorted.base.assumingMemoryBound(to: linnet_entry.self)
    for index in 0..<given {
      entries[index] = linnet_entry(
        key: Self.string(index, of: keys), value: Self.string(index, of: values),
        place: UInt64(index))
    }
    let kept = linnet_sort_entries(entries, given)
    let memory = try BudgetedBuffer(
      byteCount: linnet_entries_size(entries, kept), instance.memory)
    linnet_copy_entries(entries, kept, memory.base)
    (self.memory, count) = (memory, kept)
  }

  /// Puts the value of each key into `result`, or element 0 of `fallback` where there is none.
  ///
  /// Strings found point into the table.
  /// - Throws: where the table has other keys, or none yet.
  func find(
    _ keys: Elements, default fallback: Elements, in result: ResultTensor,
    _ instance: ModelInstance
  ) throws(InterpreterError) {
    try check(keys)
    guard memory != nil else {
      throw InterpreterError("table \(id) is looked up before it is filled")
    }
    try instance.count(operations: keys.operand.elementCount)
    try result.reserve(keys.operand.shape, instance.memory)
    let absent = Self.string(0, of: fallback)
    for index in 0..<keys.operand.elementCount {
      var key = Self.string(index, of: keys)
      let value = linnet_entry_value(memory!.base, count, &key)
      let string = value?.load(as: linnet_string.self) ?? absent
      if result.type == .string {
        result.address.assumingMemoryBound(to: linnet_string.self)[index] = string
      } else {
        (result.address + 8 * index).copyMemory(
          from: UnsafeRawPointer(bitPattern: UInt(string.address))!, byteCount: 8)
      }
    }
  }

  private func check(_ keys: Elements) throws(InterpreterError) {
    guard keys.operand.type == keyType else {
      throw InterpreterError(
        "table \(id) has keys of \(keyType.name), not of \(keys.operand.type.name)")
    }
  }

  /// An element as a string.
  private static func string(_ index: Int, of elements: Elements) -> linnet_string {
    if elements.operand.type == .string {
      return elements.base.assumingMemoryBound(to: linnet_string.self)[index]
    }
    return linnet_string(address: UInt64(UInt(bitPattern: elements.base + 8 * index)), count: 8)
  }
}
