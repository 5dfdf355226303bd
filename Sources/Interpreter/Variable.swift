// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// A variable of a model: a tensor that keeps its value between inferences.
final class Variable {
  let name: String
  /// Nil before the first assignment.
  private(set) var value: ResultTensor?

  init(name: String) {
    self.name = name
  }

  func clear() {
    value = nil
  }

  func assign(
    _ operand: Operand, at address: UnsafeRawPointer, _ memory: MemoryBudget
  ) throws(InterpreterError) {
    let tensor = value?.type == operand.type ? value! : ResultTensor(operand.type)
    try tensor.copy(from: address, shape: operand.shape, memory)
    value = tensor
  }
}

/// A tensor of a graph that keeps its value between inferences, and that operators overwrite.
final class VariableTensor {
  /// Its number in the graph.
  let index: Int
  private let memory: BudgetedBuffer
  /// Each byte of what it holds at first: zero, or an 8-bit zero point.
  private let start: UInt8

  /// - Throws: where the tensor has no valid size, or the memory limit does not allow it.
  init(
    _ tensor: ExecutableGraph.Tensor, index: Int, _ budget: MemoryBudget
  ) throws(InterpreterError) {
    self.index = index
    do throws(InterpreterError) {
      memory = try BudgetedBuffer(
        byteCount: try ResultTensor.byteCount(tensor.type, tensor.shape), budget)
    } catch {
      throw InterpreterError(ErrorText("variable '\(tensor.name)': ") + error.message)
    }
    let isByte = tensor.type == .int8 || tensor.type == .uint8
    start = UInt8(truncatingIfNeeded: isByte ? tensor.quantization?.zeroPoints.first ?? 0 : 0)
    clear()
  }

  var address: UnsafeMutableRawPointer { memory.base }

  func clear() {
    memory.base.initializeMemory(as: UInt8.self, repeating: start, count: memory.byteCount)
  }
}
