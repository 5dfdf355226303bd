// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Models against the outputs that LiteRT's reference kernels gave for the same inputs.
struct WholeModelTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let model: String
    let inputs: String
    let expected: String
    /// The largest difference: 0 for integers, relative to the output's spread for floats.
    let tolerance: Double

    var testDescription: String { model }
  }

  static let cases = [
    Case(
      model: "keyword_spotting/kws_int8.tflite", inputs: "keyword_spotting/inputs.kws_int8.npz",
      expected: "keyword_spotting/expected.kws_int8.npz", tolerance: 0),
    Case(
      model: "keyword_spotting/kws_float.tflite", inputs: "keyword_spotting/inputs.npz",
      expected: "keyword_spotting/expected.kws_float.npz", tolerance: 1e-4),
    // Rows are quantized as they come, and the reference rounds them another way.
    Case(
      model: "keyword_spotting/kws_dynamic.tflite", inputs: "keyword_spotting/inputs.npz",
      expected: "keyword_spotting/expected.kws_dynamic.npz", tolerance: 2e-2),
    Case(
      model: "image_classification/resnet8_int8.tflite",
      inputs: "image_classification/inputs.resnet8_int8.npz",
      expected: "image_classification/expected.resnet8_int8.npz", tolerance: 0),
    Case(
      model: "gated/gated_int8.tflite", inputs: "gated/inputs.npz",
      expected: "gated/expected.gated_int8.npz", tolerance: 0),
    Case(
      model: "types/legacy_uint8.tflite", inputs: "types/inputs.legacy_uint8.npz",
      expected: "types/expected.legacy_uint8.npz", tolerance: 0),
    Case(
      model: "types/wide_int16x8.tflite", inputs: "types/inputs.wide_int16x8.npz",
      expected: "types/expected.wide_int16x8.npz", tolerance: 0),
  ]

  @Test(arguments: cases, [1, 2, 4])
  func agreesWithTheReference(_ model: Case, threadCount: Int) throws {
    let inputs = try readArrays(at: fixture("models/" + model.inputs))
    let expected = try readArrays(at: fixture("models/" + model.expected))
    let interpreter = try Interpreter(
      ModelFile(path: fixture("models/" + model.model)), options: .init(threadCount: threadCount))
    let input = try #require(inputs.first?.value)
    let output = try #require(expected.first?.value)
    try interpreter.resizeInput(0, to: input.shape)
    input.bytes.withUnsafeBytes {
      interpreter.bytes(of: interpreter.inputs[0].tensor).copyMemory(from: $0)
    }
    try interpreter.invoke()
    let given = interpreter.bytes(of: interpreter.outputs[0].tensor)
    #expect(interpreter.tensor(interpreter.outputs[0].tensor).shape == output.shape)
    let difference =
      output.type == .float32
      ? Self.relativeDifference(
        given.bindMemory(to: Float.self).map(Double.init),
        output.elements(as: Float.self).map(Double.init))
      : Self.largestDifference(  // of bytes: integers of any type must be equal
        given.map(Double.init), output.bytes.map(Double.init))
    #expect(difference <= model.tolerance)
  }

  static func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  static func relativeDifference(_ a: [Double], _ b: [Double]) -> Double {
    let spread = (b.max() ?? 0) - (b.min() ?? 0)
    return largestDifference(a, b) / spread
  }
}
