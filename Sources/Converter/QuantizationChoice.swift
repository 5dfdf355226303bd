// SPDX-License-Identifier: Apache-2.0
import DataSets
import GraphIR
import Interpreter
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
      let ranges = try ranges(samples: path, progress: progress)
      return try IntegerQuantization(io: io, ranges: ranges).quantized(self)
    }
  }

  /// The ranges of all values, by graph, on samples of every signature's inputs.
  ///
  /// Signatures share their state, which begins anew with each of them.
  private func ranges(
    samples path: String, progress: (Int, Int) -> Void
  ) throws -> [[ValueID: ValueRange]] {
    var ranges: [[ValueID: ValueRange]] = Array(repeating: [:], count: graphs.count)
    let model = try ExecutableModel(self)
    for signature in signatures {
      do {
        let calibration = try Calibration(
          Interpreter(ModelInstance(model), signature: signature.key))
        try calibration.observe(samplesAt: path, progress: progress)
        for (graph, seen) in calibration.ranges.enumerated() {
          for (tensor, range) in seen.enumerated() where !range.isEmpty {
            ranges[graph][ValueID(index: tensor), default: .empty].formUnion(range)
          }
        }
      } catch let error as InterpreterError {
        throw ConversionError(error.message, stage: "calibrate")
      }
    }
    return ranges
  }
}
