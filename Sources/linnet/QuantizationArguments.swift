// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Converter
import TensorCore

/// The options of `linnet convert` that make numbers smaller.
struct QuantizationArguments: ParsableArguments {
  enum Mode: String, CaseIterable, ExpressibleByArgument {
    case none
    case dynamic
    case float16
    case int8
  }

  enum InputOutputType: String, CaseIterable, ExpressibleByArgument {
    case float32
    case int8
    case uint8

    var elementType: ElementType {
      switch self {
      case .float32: .float32
      case .int8: .int8
      case .uint8: .uint8
      }
    }
  }

  @Flag(help: "int8 weights and float activations: the same as --quantize dynamic.")
  var optimizeForSize = false

  @Option(help: "none, dynamic (int8 weights), float16 (half float weights) or int8 (everything).")
  var quantize: Mode?

  @Option(
    help: ArgumentHelp(
      "Samples of the inputs, for int8: an .npz with an array for each input (samples on axis 0), "
        + "an .npy, or a folder of either.", valueName: "PATH"))
  var representativeData: String?

  @Option(help: "With int8: element type of inputs and outputs: float32, int8 or uint8.")
  var io: InputOutputType?

  func validate() throws {
    if optimizeForSize, let quantize, quantize != .dynamic {
      throw ValidationError(
        "--optimize-for-size is --quantize dynamic; for \(quantize.rawValue) leave it out: "
          + "linnet convert INPUT -o OUT.tflite --quantize \(quantize.rawValue)")
    }
    if optimizeForSize, representativeData != nil {
      throw ValidationError(
        "--optimize-for-size needs no data; for int8 activations: linnet convert INPUT "
          + "-o OUT.tflite --quantize int8 --representative-data PATH")
    }
    if quantize == .int8, representativeData == nil {
      throw ValidationError(
        "--quantize int8 needs the ranges of activations: add --representative-data PATH")
    }
    if quantize != .int8, representativeData != nil {
      throw ValidationError("--representative-data is for --quantize int8")
    }
    if quantize != .int8, io != nil {
      throw ValidationError("--io is for --quantize int8")
    }
  }

  var choice: QuantizationChoice {
    switch quantize ?? (optimizeForSize ? .dynamic : .none) {
    case .none: .none
    case .dynamic: .dynamicRange
    case .float16: .float16
    case .int8:
      .int8(representativeData: representativeData!, io: (io ?? .float32).elementType)
    }
  }
}
