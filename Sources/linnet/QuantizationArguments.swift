// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Converter
import Foundation
import GraphIR
import Quantization
import TensorCore

/// The options of `linnet convert` that make numbers smaller.
struct QuantizationArguments: ParsableArguments {
  enum Mode: String, CaseIterable, ExpressibleByArgument {
    case none
    case dynamic
    case weights
    case float16
    case int8
    case int16x8
    case uint8
    case uint16

    /// Whether models of TensorFlow.js alone have it.
    var isForWebOnly: Bool { self == .uint8 || self == .uint16 }

    var needsData: Bool { self == .int8 || self == .int16x8 }
  }

  enum InputOutputType: String, CaseIterable, ExpressibleByArgument {
    case float32
    case int8
    case uint8
    case int16

    var elementType: ElementType {
      switch self {
      case .float32: .float32
      case .int8: .int8
      case .uint8: .uint8
      case .int16: .int16
      }
    }
  }

  @Flag(help: "int8 weights and float activations: the same as --quantize dynamic.")
  var optimizeForSize = false

  @Option(
    help: """
      none, dynamic (int8 weights), weights (int8 weights, made float when the model is loaded), \
      float16 (half float weights), int8 (everything) or int16x8 (int16 activations, int8 weights); \
      for tfjs none, uint8, uint16 or float16 (of weights).
      """)
  var quantize: Mode?

  @Option(
    help: ArgumentHelp(
      "Rules for single operators and layers, behind those of --quantize.",
      discussion: """
        An object with rules, a list of objects; the last rule that selects a layer decides. Keys: \
        operators and names (with * for any characters) and signatures, each one or a list, \
        default all; weights int8 (default), float16 or float32; activations float32 (default), \
        int8 or int16; explicit_dequantize true for int8 weights that are made float when the \
        model is loaded; granularity channel (default) or tensor; minimum_elements of weights; algorithm \
        min_max (default), or float to leave layers as they are. Example: {"rules": [{"weights": \
        "int8", "activations": "int8"}, {"operators": "SOFTMAX", "algorithm": "float"}]}
        """, valueName: "FILE.json"))
  var recipe: String?

  @Option(
    help: ArgumentHelp(
      "Samples of the inputs, for int8 and int16x8: an .npz with an array for each input (samples on "
        + "axis 0), an .npy, images (.png, .jpg), sounds (.wav), a table (.csv), or a folder of one of "
        + "these.", valueName: "PATH"))
  var representativeData: String?

  @Option(help: ArgumentHelp("Take only N samples, spread over all.", valueName: "N"))
  var representativeCount: Int?

  @OptionGroup var preparation: PreparationArguments

  @Option(
    help: """
      With integer activations: element type of inputs and outputs: float32, int8, uint8 or int16.
      """)
  var io: InputOutputType?

  func validate() throws {
    if optimizeForSize, let quantize, quantize != .dynamic {
      throw ValidationError(
        "--optimize-for-size is --quantize dynamic; for \(quantize.rawValue) leave it out: "
          + "linnet convert INPUT -o OUT.tflite --quantize \(quantize.rawValue)")
    }
    if optimizeForSize, representativeData != nil, recipe == nil {
      throw ValidationError(
        "--optimize-for-size needs no data; for int8 activations: linnet convert INPUT "
          + "-o OUT.tflite --quantize int8 --representative-data PATH")
    }
    if let quantize, quantize.needsData, representativeData == nil {
      throw ValidationError(
        "--quantize \(quantize.rawValue) needs the ranges of activations: add --representative-data PATH"
      )
    }
    if let representativeCount, representativeCount < 1 {
      throw ValidationError("--representative-count takes a number from 1")
    }
    if representativeData == nil, representativeCount != nil {
      throw ValidationError("--representative-count is for --representative-data PATH")
    }
    if let quantize, let io, io != .float32, quantize.needsData,
      (io == .int16) != (quantize == .int16x8)
    {
      throw ValidationError(
        "--io \(io.rawValue) does not go with --quantize \(quantize.rawValue); "
          + "--io float32 goes with both")
    }
    guard recipe == nil, quantize?.needsData != true else { return }
    if representativeData != nil {
      throw ValidationError("--representative-data is for --quantize int8, int16x8 and --recipe")
    }
    if io != nil { throw ValidationError("--io is for --quantize int8, int16x8 and --recipe") }
  }

  /// Whether nothing but `--quantize` is given.
  var isPlain: Bool {
    recipe == nil && representativeData == nil && io == nil && !optimizeForSize
  }

  /// The rules of `--quantize`, then those of the recipe's file.
  func choice() throws -> QuantizationChoice {
    var choice = QuantizationChoice(
      preset, representativeData: try data(), io: (io ?? .float32).elementType)
    guard let recipe else { return choice }
    let json: Data
    do {
      json = try Data(contentsOf: URL(fileURLWithPath: recipe))
    } catch {
      throw ConversionError("\(recipe): cannot be read", stage: "recipe")
    }
    do throws(ConversionError) {
      choice.recipe.rules += try Recipe(json: json).rules
    } catch {
      throw ConversionError("\(recipe): \(error.reason)", stage: error.stage)
    }
    if choice.recipe.needsStatistics, representativeData == nil {
      throw ConversionError(
        "\(recipe): integer activations need their ranges: add --representative-data PATH",
        stage: "recipe")
    }
    if !choice.recipe.needsStatistics, representativeData != nil || choice.io != .float32 {
      throw ConversionError(
        "\(recipe): no rule has integer activations, which --representative-data and --io are for",
        stage: "recipe")
    }
    return choice
  }

  private func data() throws -> RepresentativeData? {
    guard let representativeData else { return nil }
    return RepresentativeData(
      path: representativeData, preparation: try preparation.preparation(),
      count: representativeCount)
  }

  private var preset: Recipe {
    switch quantize ?? (optimizeForSize ? .dynamic : .none) {
    case .none, .uint8, .uint16: .none
    case .dynamic: .dynamicRange
    case .float16: .float16
    case .int8: .int8
    case .weights: .storedInteger
    case .int16x8: .int16
    }
  }
}
