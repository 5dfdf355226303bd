// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore

/// Collects the range of every float tensor while a float model runs on representative samples.
///
/// Memory does not grow with the number of samples.
package final class Calibration {
  package let interpreter: Interpreter
  /// By tensor of the interpreter's subgraph; empty for tensors that were never seen.
  package private(set) var ranges: [ValueRange]

  package init(_ interpreter: Interpreter) {
    self.interpreter = interpreter
    ranges = Array(repeating: .empty, count: interpreter.subgraph.tensors.count)
  }

  /// Runs the model on the inputs as they are now in the interpreter's memory.
  ///
  /// - Throws: `InterpreterError` that names the tensor in which an infinite number or NaN appeared.
  package func observe() throws(InterpreterError) {
    for input in interpreter.inputs { try extend(input.tensor) }
    // What follows from shapes is computed before, where the observer does not see it.
    for entry in interpreter.subgraph.operators {
      for output in entry.outputs where interpreter.tensor(output).constant != nil {
        try extend(output)
      }
    }
    interpreter.observer = { [unowned self] (index) throws(InterpreterError) in
      for output in interpreter.subgraph.operators[index].outputs { try extend(output) }
    }
    defer { interpreter.observer = nil }
    try interpreter.invoke()
  }

  private func extend(_ tensor: Int) throws(InterpreterError) {
    guard interpreter.tensor(tensor).type == .float32 else { return }
    let range = ValueRange(
      of: UnsafeBufferPointer(interpreter.bytes(of: tensor).bindMemory(to: Float.self)))
    guard !range.minimum.isNaN else {
      let name = interpreter.subgraph.tensors[tensor].name
      throw InterpreterError(
        "tensor '\(name)' holds infinite numbers or NaN")
    }
    ranges[tensor].formUnion(range)
  }
}
