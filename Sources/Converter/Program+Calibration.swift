// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import GraphIR
import Interpreter
import Operators
import Quantization
import TensorCore

extension Program {
  /// Runs every signature for whose inputs there are samples on every one of them.
  ///
  /// Signatures share their state, as they do at run time; they are run in their order.
  ///
  /// - Parameters:
  ///   - note: receives what is done to the samples, in a line.
  ///   - progress: called with how many samples have been seen, of how many.
  /// - Returns: what was seen of every value, and what users should know.
  /// - Throws: where there are samples for no signature, or one has another type or shape than the
  ///   input takes.
  func calibrated(
    on data: RepresentativeData, note: (String) -> Void, progress: (Int, Int) -> Void
  ) throws -> (calibration: Calibration<MinMaxStatistic>, warnings: [String]) {
    do {
      let model = try ExecutableModel(self)
      let instance = ModelInstance(model)
      let calibration = try Calibration<MinMaxStatistic>(model)
      var skipped: [String] = []
      var source: (any SampleSource)?
      for signature in signatures {
        let inputs = signature.inputs.map {
          let value = graphs[signature.graph][$0.value]
          return SampleInput(name: $0.name, shape: value.shape, type: value.type)
        }
        if signatures.count > 1,
          let missing = try inputWithoutSamples(of: inputs, at: data.path)
        {
          skipped.append(
            "signature '\(signature.key)' was not calibrated: \(data.path) has no array "
              + "'\(missing)'")
          continue
        }
        let run = CalibrationRun(
          data: data, interpreter: try Interpreter(instance, signature: signature.key),
          calibration: calibration)
        let samples = try run.observe(inputs, note: source == nil ? note : { _ in }, progress)
        source = source ?? samples
      }
      guard skipped.count < signatures.count || signatures.isEmpty else {
        throw ConversionError(skipped[0], stage: "calibrate")
      }
      let warnings = calibration.warnings { sample in
        source?.file(of: sample).map { "sample \(sample) (\($0))" } ?? "sample \(sample)"
      }
      return (calibration, skipped + warnings)
    } catch let error as InterpreterError {
      throw ConversionError(error.message, stage: "calibrate")
    }
  }
}

/// The calibration of one signature.
private struct CalibrationRun {
  let data: RepresentativeData
  let interpreter: Interpreter
  let calibration: Calibration<MinMaxStatistic>

  /// - Returns: the samples, read to their end; nil if the signature takes none.
  func observe(
    _ inputs: [SampleInput], note: (String) -> Void, _ progress: (Int, Int) -> Void
  ) throws -> (any SampleSource)? {
    guard !inputs.isEmpty else {
      try calibration.observe(interpreter, sample: 0)
      return nil
    }
    let samples = try openSamples(
      at: data.path, for: inputs, preparation: data.preparation)
    let total = samples.sampleCount
    guard total > 0 else { throw error("has no samples") }
    if let preparation = samples.preparation { note(preparation) }
    let count = min(data.count ?? total, total)
    var seen = 0
    for number in 0..<total where seen < count {
      guard data.takes(number, of: total) else {
        try samples.skip()
        continue
      }
      guard let sample = try samples.next() else { break }
      do {
        try fill(sample, number: number)
        try calibration.observe(interpreter, sample: number)
      } catch let fault as InterpreterError {
        throw error("\(samples.file(of: number) ?? "sample \(number)"): \(fault.message)")
      }
      seen += 1
      progress(seen, count)
    }
    return samples
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
    ConversionError("\(data.path): \(reason)", stage: "calibrate")
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
