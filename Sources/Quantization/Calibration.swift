// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore

/// Collects the range of every float tensor while a float model runs on representative samples: of
/// all its graphs, the bodies of loops and branches included.
///
/// Memory does not grow with the number of samples.
package final class Calibration {
  package let interpreter: Interpreter
  /// By graph and tensor; empty for tensors that were never seen.
  package private(set) var ranges: [[ValueRange]]

  package init(_ interpreter: Interpreter) throws(InterpreterError) {
    self.interpreter = interpreter
    let model = interpreter.instance.model
    ranges = []
    for index in 0..<model.graphCount {
      let count = try model.graph(index).tensors.count
      ranges.append(Array(repeating: .empty, count: count))
    }
  }

  /// Runs the model on the inputs as they are now in the interpreter's memory.
  ///
  /// - Throws: `InterpreterError` that names the tensor in which an infinite number or NaN appeared.
  package func observe() throws(InterpreterError) {
    interpreter.instance.observer = { [unowned self] (observed) throws(InterpreterError) in
      for tensor in observed.tensors {
        try extend(
          observed.graphNumber, tensor, observed.operand(tensor), observed.bytes(of: tensor))
      }
    }
    defer { interpreter.instance.observer = nil }
    try interpreter.invoke()
  }

  private func extend(
    _ graph: Int, _ tensor: Int, _ operand: Operand, _ bytes: UnsafeRawBufferPointer
  ) throws(InterpreterError) {
    guard operand.type == .float32 else { return }
    let range = ValueRange(of: bytes.bindMemory(to: Float.self))
    guard !range.minimum.isNaN else {
      let name = try interpreter.instance.model.graph(graph).tensors[tensor].name
      throw InterpreterError("tensor '\(name)' holds infinite numbers or NaN")
    }
    ranges[graph][tensor].formUnion(range)
  }
}
