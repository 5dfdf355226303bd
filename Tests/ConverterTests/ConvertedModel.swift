// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import Interpreter
import LiteWriter
import TensorCore
import TestSupport
import Testing

/// A model folder of Tests/Fixtures/models.
struct ModelFolder: CustomTestStringConvertible, Sendable {
  let home: String
  let savedModel: String

  var testDescription: String { savedModel }

  private static func list(_ root: String, _ names: [String]) -> [ModelFolder] {
    names.compactMap { name in
      let folder = "\(root)/\(name)"
      guard FileManager.default.fileExists(atPath: folder + "/saved_model.pb") else { return nil }
      let home = URL(fileURLWithPath: folder).deletingLastPathComponent().path
      return ModelFolder(home: home, savedModel: folder)
    }
  }

  static let fixtures = list(
    fixture("models"),
    [
      "keyword_spotting/saved_model", "smallconv/saved_by_model_export",
      "smallconv/saved_by_tf_saved_model_save",
    ])

  /// Trained models that others made.
  static let real = list(
    fixture("models"),
    [
      "image_classification/saved_model", "anomaly_detection/saved_model",
      "music_transcription/saved_model",
    ])

  /// The arrays of `kind.<model>.npz`, or of `kind.npz`.
  func arrays(_ kind: String) throws -> [String: NumPyArray] {
    let stem = URL(fileURLWithPath: savedModel).lastPathComponent
    let own = "\(home)/\(kind).\(stem).npz"
    let path = FileManager.default.fileExists(atPath: own) ? own : "\(home)/\(kind).npz"
    return try readArrays(at: path)
  }
}

/// Float outputs by name.
typealias Outputs = [String: [Float]]

extension Program {
  /// What the program gives for samples on axis 0 of the inputs, run one after the other.
  func outputs(for inputs: [String: NumPyArray], sampleCount: Int) throws -> Outputs {
    try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      let contents = LiteFileContents(self)
      try LiteSerializer.serialize(contents).write(toPath: path)
      return try runModel(at: path, inputs, sampleCount: sampleCount)
    }
  }
}

func runModel(
  at path: String, _ inputs: [String: NumPyArray], sampleCount: Int
) throws -> Outputs {
  let interpreter = try Interpreter(ModelFile(path: path))
  var outputs: Outputs = [:]
  for sample in 0..<sampleCount {
    for (index, input) in interpreter.inputs.enumerated() {
      let array = inputs[input.name] ?? inputs.first!.value
      let shape = Shape([1] + array.shape.dimensions.dropFirst())
      try interpreter.resizeInput(index, to: shape)
      let size = array.bytes.count / array.shape[0]
      array.bytes.withUnsafeBytes { bytes in
        interpreter.bytes(of: input.tensor).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[sample * size..<(sample + 1) * size]))
      }
    }
    try interpreter.invoke()
    for output in interpreter.outputs {
      outputs[output.name, default: []] += Array(
        interpreter.bytes(of: output.tensor).bindMemory(to: Float.self))
    }
  }
  return outputs
}

/// The largest error over what is allowed: 1e-4 of the output's spread + 1e-5.
func excess(of found: Outputs, over expected: [String: NumPyArray], sampleCount: Int) -> Float {
  var worst: Float = 0
  for (name, array) in expected {
    let count = array.shape.elementCount / array.shape[0] * sampleCount
    let want = Array(array.elements(as: Float.self).prefix(count))
    guard let got = found[name] ?? found.first?.value, got.count == count else { return .infinity }
    let allowed = 1e-4 * (want.max()! - want.min()!) + 1e-5
    for (a, b) in zip(got, want) {
      worst = abs(a - b).isNaN ? .infinity : max(worst, abs(a - b) / allowed)
    }
  }
  return worst
}
