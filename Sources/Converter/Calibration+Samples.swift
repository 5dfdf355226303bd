// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import GraphIR
import Interpreter
import Operators
import Quantization
import TensorCore

extension Calibration {
  /// Runs the model on every sample of a file or folder.
  ///
  /// - Throws: where an input has no array, or one of another type or shape.
  func observe(samplesAt path: String, progress: (Int, Int) -> Void) throws {
    let inputs = interpreter.inputs
    let samples = try openSamples(at: path)
    guard samples.sampleCount > 0 else { throw error(path, "has no samples") }
    let isSingle = inputs.count == 1 && samples.keys == [""]
    for input in inputs where !isSingle && !samples.keys.contains(input.name) {
      throw error(
        path,
        "has no array '\(input.name)' for the model's input; it has "
          + samples.keys.map { "'\($0)'" }.joined(separator: ", "))
    }
    var count = 0
    while let sample = try samples.next() {
      do {
        try fill(inputs.map { sample[isSingle ? "" : $0.name]! }, from: path)
        try observe()
      } catch let fault as InterpreterError {
        throw error(path, "sample \(count): \(fault.message)")
      }
      count += 1
      progress(count, samples.sampleCount)
    }
  }

  /// Puts one sample into the inputs; a missing batch axis is added.
  private func fill(_ arrays: [NumPyArray], from path: String) throws {
    var shapes: [(input: Int, shape: Shape)] = []
    for (index, array) in arrays.enumerated() {
      let operand = interpreter.tensor(interpreter.inputs[index].tensor)
      let name = interpreter.inputs[index].name
      guard array.type == operand.type else {
        throw error(
          path, "'\(name)' is \(array.type.name), the model takes \(operand.type.name)")
      }
      let hasBatch = array.shape.rank == operand.shape.rank
      shapes.append((index, hasBatch ? array.shape : Shape([1] + array.shape.dimensions)))
    }
    try interpreter.resizeInputs(shapes)
    for (index, array) in arrays.enumerated() {
      let target = interpreter.bytes(of: interpreter.inputs[index].tensor)
      array.bytes.withUnsafeBytes { target.copyMemory(from: $0) }
    }
  }

  private func error(_ path: String, _ reason: String) -> ConversionError {
    ConversionError("\(path): \(reason)", stage: "calibrate")
  }
}
