// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Interpreter
import Operators
import TensorCore

/// The outputs of successive calls.
struct OutputStack {
  private let isSequence: Bool
  private let names: [String]
  private let tensors: [Int]
  private var operands: [Operand] = []
  private var bytes: [[UInt8]]
  /// Of outputs that hold strings.
  private var strings: [[[UInt8]]]
  private var callCount = 0

  init(_ interpreter: Interpreter, isSequence: Bool) {
    self.isSequence = isSequence
    names = interpreter.outputs.map { $0.name }
    tensors = interpreter.outputs.map { $0.tensor }
    bytes = [[UInt8]](repeating: [], count: tensors.count)
    strings = [[[UInt8]]](repeating: [], count: tensors.count)
  }

  /// Takes the outputs of the call that just ended.
  ///
  /// - Throws: where a shape is not that of earlier calls.
  mutating func append(from interpreter: Interpreter) throws(InterpreterError) {
    let current = tensors.map { interpreter.tensor($0) }
    for (index, operand) in current.enumerated()
    where callCount > 0 && operand.shape != operands[index].shape {
      throw InterpreterError(
        "output '\(names[index])' has shape \(operand.shape.description), in earlier calls "
          + operands[index].shape.description)
    }
    operands = current
    for (index, tensor) in tensors.enumerated() {
      bytes[index].append(contentsOf: interpreter.bytes(of: tensor))
      strings[index].append(contentsOf: interpreter.strings(of: tensor))
    }
    callCount += 1
  }

  /// An array for each output; of a sequence, with the calls on axis 0.
  func arrays() throws(CommandError) -> [NumPyArray] {
    var arrays: [NumPyArray] = []
    for (index, operand) in operands.enumerated() {
      let shape = isSequence ? Shape([callCount] + operand.shape.dimensions) : operand.shape
      if operand.type == .string {
        arrays.append(NumPyArray(strings: strings[index], shape: shape))
        continue
      }
      guard let bits = operand.type.bitCount, bits >= 8 else {
        throw CommandError.failure(
          "output '\(names[index])' is \(operand.type.name), which .npy files cannot hold")
      }
      arrays.append(NumPyArray(type: operand.type, shape: shape, bytes: bytes[index]))
    }
    return arrays
  }
}
