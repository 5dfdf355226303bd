// SPDX-License-Identifier: Apache-2.0
import DataSets
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import Quantization
import TensorCore

/// How a conversion makes a model's numbers smaller.
package enum QuantizationChoice: Sendable {
  case none
  /// int8 weights, float activations.
  case dynamicRange
  /// Half float constants.
  case float16
  /// int8 throughout, with ranges from the samples at a path; inputs and outputs of type `io`.
  case int8(representativeData: String, io: ElementType)
}

extension Program {
  /// The program with smaller numbers.
  ///
  /// - Parameter progress: called with how many samples have been seen, of how many.
  /// - Throws: where the representative data do not fit the model.
  package func quantized(
    _ choice: QuantizationChoice, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Program {
    switch choice {
    case .none: return self
    case .dynamicRange: return WeightQuantization(.dynamicRange).quantized(self)
    case .float16: return WeightQuantization(.float16).quantized(self)
    case .int8(let path, let io):
      let file = try inMemory()
      let program = try Program(file)
      let ranges = try program.ranges(in: file, samples: path, progress: progress)
      return try IntegerQuantization(io: io, ranges: ranges).quantized(program)
    }
  }

  /// The program as the file that it would be written to, so that the interpreter can run it.
  private func inMemory() throws -> ModelFile {
    let serialized = try LiteSerializer.serialize(
      try LiteFileContents(self, description: "calibration"))
    do throws(InterpreterError) {
      return try ModelFile(byteCount: serialized.byteCount) { bytes in
        var position = 0
        serialized.forEachRun { run in
          UnsafeMutableRawBufferPointer(rebasing: bytes[position...]).copyMemory(from: run)
          position += run.count
        }
      }
    } catch {
      throw ConversionError(error.message, stage: "calibrate")
    }
  }

  /// The ranges of all values, by graph, on samples of every signature's inputs.
  ///
  /// `self` numbers its values as `file` numbers its tensors.
  private func ranges(
    in file: ModelFile, samples path: String, progress: (Int, Int) -> Void
  ) throws -> [[ValueID: ValueRange]] {
    var ranges: [[ValueID: ValueRange]] = Array(repeating: [:], count: graphs.count)
    for signature in signatures {
      do {
        let calibration = try Calibration(
          Interpreter(file, signature: file.model.signatures.isEmpty ? nil : signature.key))
        try calibration.observe(samplesAt: path, progress: progress)
        for (tensor, range) in calibration.ranges.enumerated() where !range.isEmpty {
          ranges[signature.graph][ValueID(index: tensor)] = range
        }
      } catch let error as InterpreterError {
        throw ConversionError(error.message, stage: "calibrate")
      }
    }
    return ranges
  }
}
