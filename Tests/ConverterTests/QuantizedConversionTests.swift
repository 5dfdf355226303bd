// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Models trained on real data, converted in each way: as right as TensorFlow's own files, and no
/// larger. TensorFlow's figures are in each model's `accuracy.json`.
struct QuantizedConversionTests {
  private struct Reference: Decodable {
    struct Figures: Decodable {
      let bytes: Int
      let correct: Int
    }

    let total: Int
    let tensorflow: [String: Figures]
  }

  @Test(arguments: ["mnist_cnn", "digits_mlp"], ["float", "dynamic", "int8"])
  func isAsRightAndAsSmallAsTensorFlows(model: String, kind: String) throws {
    let folder = packageRoot + "/Models/" + model
    let reference = try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/accuracy.json")))
    let figures = try #require(reference.tensorflow[kind])
    let choice: QuantizationChoice =
      switch kind {
      case "dynamic": .dynamicRange
      case "int8": .int8(representativeData: folder + "/calibration.npz", io: .float32)
      default: .none
      }
    try withTemporaryFolder { output in
      let path = output + "/model.tflite"
      try convert(folder + "/saved_model", choice, to: path)
      let size = try Data(contentsOf: URL(fileURLWithPath: path)).count
      #expect(size <= figures.bytes)
      let (correct, total) = try score(path, on: folder + "/evaluation.npz")
      #expect(total == reference.total)
      // Float agrees; the others may be half a point behind.
      let allowance = kind == "float" ? 0 : Double(total) * 0.005
      #expect(Double(correct) >= Double(figures.correct) - allowance)
    }
  }

  @Test(arguments: [ElementType.int8, .uint8])
  func inputsAndOutputsHaveTheTypeAskedFor(io: ElementType) throws {
    let folder = packageRoot + "/Models/digits_mlp"
    try withTemporaryFolder { output in
      let path = output + "/model.tflite"
      try convert(
        folder + "/saved_model",
        .int8(representativeData: folder + "/calibration.npz", io: io), to: path)
      let interpreter = try Interpreter(ModelFile(path: path))
      #expect(interpreter.tensor(interpreter.inputs[0].tensor).type == io)
      let result = interpreter.tensor(interpreter.outputs[0].tensor)
      #expect(result.type == io)
      // The format fixes the scale of a softmax.
      #expect(result.quantization?.scale == 0.00390625)  // 1/256
      #expect(result.quantization?.zeroPoint == (io == .int8 ? -128 : 0))
    }
  }

  @Test func halfFloatsAreHalfTheSizeAndAsRight() throws {
    let folder = packageRoot + "/Models/mnist_cnn"
    try withTemporaryFolder { output in
      try convert(folder + "/saved_model", .none, to: output + "/float.tflite")
      try convert(folder + "/saved_model", .float16, to: output + "/half.tflite")
      let sizes = try ["float", "half"].map {
        try Data(contentsOf: URL(fileURLWithPath: "\(output)/\($0).tflite")).count
      }
      #expect(Double(sizes[1]) < 0.6 * Double(sizes[0]))
      let (correct, _) = try score(output + "/half.tflite", on: folder + "/evaluation.npz")
      #expect(correct >= 984)
    }
  }

  @Test func representativeDataMustFitTheModel() throws {
    let folder = packageRoot + "/Models/mnist_cnn"
    let error = #expect(throws: ArrayFileError.self) {
      try withTemporaryFolder {
        try convert(
          folder + "/saved_model",
          .int8(
            representativeData: packageRoot + "/Models/digits_mlp/calibration.npz", io: .float32),
          to: $0 + "/model.tflite")
      }
    }
    #expect(try #require(error).message.contains("has no array 'image'"))
  }

  private func convert(_ folder: String, _ choice: QuantizationChoice, to path: String) throws {
    let conversion = Conversion(
      .savedModel(folder: folder, tags: ["serve"], signatures: nil))
    try conversion.write(try conversion.program().quantized(choice), toPath: path)
  }

  /// How many samples the model classifies as labelled, of how many.
  private func score(_ path: String, on data: String) throws -> (correct: Int, total: Int) {
    let interpreter = try Interpreter(ModelFile(path: path))
    let arrays = try readArrays(at: data)
    let labels = try #require(arrays["y"]).elements(as: Int32.self)
    let input = try #require(arrays[interpreter.inputs[0].name])
    try interpreter.resizeInput(0, to: input.shape)
    input.bytes.withUnsafeBytes {
      interpreter.bytes(of: interpreter.inputs[0].tensor).copyMemory(from: $0)
    }
    try interpreter.invoke()
    let scores = interpreter.bytes(of: interpreter.outputs[0].tensor).bindMemory(to: Float.self)
    let classes = scores.count / labels.count
    let correct = labels.indices.count { sample in
      let row = scores[sample * classes..<(sample + 1) * classes]
      return row.indices.max { row[$0] < row[$1] }! - row.startIndex == Int(labels[sample])
    }
    return (correct, labels.count)
  }
}
