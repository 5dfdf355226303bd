// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import GraphIR
import Interpreter
import Operators
import Quantization
import TensorCore

extension Program {
  /// Runs every signature for whose inputs a file or folder has arrays on every sample.
  ///
  /// Signatures share their state, as they do at run time; they are run in their order.
  ///
  /// - Parameter progress: called with how many samples have been seen, of how many.
  /// - Returns: the range of every value, by graph, and what users should know.
  /// - Throws: where there are arrays for no signature, or one has another type or shape than the
  ///   input takes.
  func calibrated(
    samplesAt path: String, progress: (Int, Int) -> Void
  ) throws -> (ranges: [[ValueRange]], warnings: [String]) {
    do {
      let model = try ExecutableModel(self)
      let instance = ModelInstance(model)
      let calibration = try Calibration<MinMaxStatistic>(model)
      var skipped: [String] = []
      let names = try arrayNames(at: path)
      for signature in signatures {
        let inputs = signature.inputs.map {
          SampleInput(name: $0.name, shape: graphs[signature.graph][$0.value].shape)
        }
        let missing = inputs.first {
          arrayName(for: $0.name, only: inputs.count == 1, among: names) == nil
        }
        if let missing, signatures.count > 1 {
          skipped.append(
            "signature '\(signature.key)' was not calibrated: \(path) has no array "
              + "'\(missing.name)'")
          continue
        }
        let run = CalibrationRun(
          path: path, interpreter: try Interpreter(instance, signature: signature.key),
          calibration: calibration)
        try run.observe(inputs, progress: progress)
      }
      guard skipped.count < signatures.count || signatures.isEmpty else {
        throw ConversionError(skipped[0], stage: "calibrate")
      }
      return (calibration.ranges, skipped + calibration.warnings)
    } catch let error as InterpreterError {
      throw ConversionError(error.message, stage: "calibrate")
    }
  }
}

/// The calibration of one signature.
private struct CalibrationRun {
  let path: String
  let interpreter: Interpreter
  let calibration: Calibration<MinMaxStatistic>

  func observe(_ inputs: [SampleInput], progress: (Int, Int) -> Void) throws {
    guard !inputs.isEmpty else { return try calibration.observe(interpreter, sample: 0) }
    let samples = try openSamples(at: path, for: inputs)
    guard samples.sampleCount > 0 else { throw error("has no samples") }
    var count = 0
    while let sample = try samples.next() {
      do {
        try fill(sample, number: count)
        try calibration.observe(interpreter, sample: count)
      } catch let fault as InterpreterError {
        throw error("sample \(count): \(fault.message)")
      }
      count += 1
      progress(count, samples.sampleCount)
    }
  }

  /// Puts one sample into the inputs, in the types that these have.
  private func fill(_ sample: [String: NumPyArray], number: Int) throws {
    var arrays: [NumPyArray] = []
    for input in interpreter.inputs {
      let type = interpreter.tensor(input.tensor).type
      let given = sample[input.name]!
      guard let array = given.cast(to: type) else {
        throw error("'\(input.name)' is \(given.type.name), the model takes \(type.name)")
      }
      if type == .float32, array.holdsNaN {
        throw error("sample \(number) of '\(input.name)' holds NaN")
      }
      arrays.append(array)
    }
    try interpreter.resizeInputs(arrays.enumerated().map { (input: $0, shape: $1.shape) })
    for (input, array) in zip(interpreter.inputs, arrays) {
      array.bytes.withUnsafeBytes {
        interpreter.fill(input.tensor, with: $0, width: array.elementByteCount)
      }
    }
  }

  private func error(_ reason: String) -> ConversionError {
    ConversionError("\(path): \(reason)", stage: "calibrate")
  }
}

extension NumPyArray {
  /// Whether one of the floats of an array of float32 is not a number.
  fileprivate var holdsNaN: Bool {
    bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: Float.self) { elements in
        !ValueRange.finite(in: elements).isComplete && elements.contains(where: \.isNaN)
      }
    }
  }
}
