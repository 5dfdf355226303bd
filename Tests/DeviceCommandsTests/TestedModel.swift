// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import TensorCore
import TestSupport
import Testing

/// A whole model, and samples to run it on.
struct TestedModel: Sendable, CustomTestStringConvertible {
  /// A `.tflite` file, or a SavedModel that is converted.
  let source: String
  /// How a SavedModel is converted.
  var conversion: [String] = []
  /// An `.npz` file with one array of inputs, samples on axis 0.
  let inputs: String
  /// An `.npz` file with LiteRT's outputs for them, where there is one.
  var expected: String?

  var testDescription: String { source.dropPackageRoot + " " + conversion.joined(separator: " ") }

  private static let keywords = fixture("models/keyword_spotting/")
  private static let pictures = fixture("models/image_classification/")
  private static let gated = fixture("models/gated/")
  private static let smallconv = fixture("models/smallconv/")
  private static let mnist = packageRoot + "/Models/mnist_cnn/"
  private static let digits = packageRoot + "/Models/digits_mlp/"

  /// Depthwise and pointwise convolutions, pooling, a dense layer.
  static let keywordSpotting = TestedModel(
    source: keywords + "kws_int8.tflite", inputs: keywords + "inputs.kws_int8.npz",
    expected: keywords + "expected.kws_int8.npz")
  /// Convolutions with strides, additions.
  static let imageClassification = TestedModel(
    source: pictures + "resnet8_int8.tflite", inputs: pictures + "inputs.resnet8_int8.npz",
    expected: pictures + "expected.resnet8_int8.npz")
  /// Gates, squeeze and excite: look-ups, products with a factor for each channel, means.
  static let gates = TestedModel(
    source: gated + "gated_int8.tflite", inputs: gated + "inputs.npz",
    expected: gated + "expected.gated_int8.npz")
  /// Dense layers only, with quantized inputs and outputs.
  static let denseLayers = int8(digits, calibration: "calibration.npz")

  static let int8Models = [
    keywordSpotting, imageClassification, gates, denseLayers,
    int8(mnist, calibration: "calibration.npz"),
    int8(
      smallconv, savedModel: "saved_by_model_export",
      calibration: "inputs.saved_by_model_export.npz"),
  ]

  /// int8 weights, float activations: rows are quantized as they come.
  static let dynamicRangeModels = [
    TestedModel(source: keywords + "kws_dynamic.tflite", inputs: keywords + "inputs.npz"),
    TestedModel(
      source: mnist + "saved_model", conversion: ["--optimize-for-size"],
      inputs: mnist + "calibration.npz"),
    TestedModel(
      source: digits + "saved_model", conversion: ["--optimize-for-size"],
      inputs: digits + "calibration.npz"),
  ]

  static let floatModels = [
    TestedModel(source: keywords + "kws_float.tflite", inputs: keywords + "inputs.npz"),
    TestedModel(source: mnist + "saved_model", inputs: mnist + "calibration.npz"),
  ]

  private static func int8(
    _ folder: String, savedModel: String = "saved_model", calibration: String
  ) -> TestedModel {
    TestedModel(
      source: folder + savedModel,
      conversion: ["--quantize", "int8", "--representative-data", folder + calibration],
      inputs: folder + calibration)
  }

  /// Calls `body` with the model's file and the file of its samples.
  func prepared<Result>(
    _ body: (_ file: String, _ samples: String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let samples = folder + "/samples.npy"
      try writeSamples(to: samples)
      return try body(file(in: folder), samples)
    }
  }

  /// The model's own file, or one that is written to `folder`.
  private func file(in folder: String) throws -> String {
    if source.hasSuffix(".tflite") { return source }
    let path = folder + "/model.tflite"
    let linnet = BuiltProgram.built("linnet")
    let outcome = try linnet.run(["convert", source, "-o", path] + conversion)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    return path
  }

  /// Writes the first four samples as a sequence of calls with a batch of one each.
  private func writeSamples(to path: String) throws {
    let samples = try #require(try readArrays(at: inputs).first?.value)
    let shape = samples.shape.dimensions
    let sampleBytes = samples.bytes.count / shape[0]
    try NumPyArray(
      type: samples.type, shape: Shape([4, 1] + shape.dropFirst()),
      bytes: Array(samples.bytes.prefix(4 * sampleBytes))
    ).write(to: path)
  }
}

extension String {
  fileprivate var dropPackageRoot: String {
    hasPrefix(packageRoot) ? String(dropFirst(packageRoot.count + 1)) : self
  }
}
