// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Interpreter
import Operators
import TensorCore

extension Interpreter {
  /// The outputs by name for arrays by the inputs' names, whose shapes the inputs take.
  ///
  /// - Throws: where an array is missing or has another type than the input.
  package func answers(to arrays: [String: NumPyArray]) throws -> [String: NumPyArray] {
    try answers(
      to: inputs.map { input in
        guard let array = arrays[input.name] else {
          throw ArrayFileError("there is no array for input '\(input.name)'")
        }
        return array
      })
  }

  /// The outputs by name for arrays in the inputs' order, whose shapes the inputs take.
  package func answers(to arrays: [NumPyArray]) throws -> [String: NumPyArray] {
    try resizeInputs(arrays.enumerated().map { (input: $0, shape: $1.shape) })
    for (input, array) in zip(inputs, arrays) {
      guard tensor(input.tensor).type == array.type else {
        throw ArrayFileError("input '\(input.name)' is no \(array.type.name)")
      }
      array.bytes.withUnsafeBytes {
        fill(input.tensor, with: $0, width: array.elementByteCount)
      }
    }
    try invoke()
    var answers: [String: NumPyArray] = [:]
    for output in outputs {
      let tensor = tensor(output.tensor)
      answers[output.name] =
        tensor.type == .string
        ? NumPyArray(strings: strings(of: output.tensor), shape: tensor.shape)
        : NumPyArray(
          type: tensor.type, shape: tensor.shape, bytes: Array(bytes(of: output.tensor)))
    }
    return answers
  }
}
