// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import TensorCore
import TensorFlowExport
import TestSupport
import Testing

/// Models of TensorFlow.js, in and out.
struct WebModelTests {
  private static let folder = fixture("web_models")

  private func arrays() throws -> [String: NumPyArray] {
    try readArrays(at: Self.folder + "/arrays.npz")
  }

  /// Layers that TensorFlow.js's own converter has fused, and a loop, compute what TensorFlow does;
  /// with weights of 8 bits as near as these are.
  @Test(arguments: [("float", Float(1)), ("uint8", 400)])
  func readsWhatTensorFlowJSWrites(name: String, allowed: Float) throws {
    let arrays = try arrays()
    let program = try Conversion(.web(path: "\(Self.folder)/\(name)/model.json")).program()
    let found = try program.outputs(for: ["image": try #require(arrays["image"])], sampleCount: 2)
    // In the order in which the graph gives them.
    let expected = ["Identity": arrays["looped"]!, "Identity_1": arrays["scores"]!]
    #expect(found.count == 2)
    #expect(excess(of: found, over: expected, sampleCount: 2) <= allowed)
  }

  /// Real models, written and read again, compute what TensorFlow does.
  @Test(arguments: ModelFolder.fixtures + ModelFolder.real)
  func writesWhatItReads(_ model: ModelFolder) throws {
    let inputs = try model.arrays("inputs")
    let count = min(inputs.values.first!.shape[0], 2)
    try withTemporaryFolder { folder in
      let source = Conversion(
        .savedModel(folder: model.savedModel, tags: ["serve"], signatures: nil))
      try source.webModel(quantization: .none).write(toFolder: folder + "/web")
      let program = try Conversion(.web(path: folder + "/web/model.json")).program()
      let found = try program.outputs(for: inputs, sampleCount: count)
      #expect(excess(of: found, over: try model.arrays("expected"), sampleCount: count) <= 1)
    }
  }

  @Test func theSameModelGivesTheSameBytes() throws {
    let conversion = Conversion(
      .savedModel(
        folder: fixture("saved_models/control_flow"), tags: ["serve"],
        signatures: ["serving_default"]))
    func files() throws -> [Data] {
      try conversion.webModel(quantization: .uint16).files.map(\.bytes)
    }
    #expect(try files() == files())
  }

  @Test func weightsAreCutIntoFiles() throws {
    let conversion = Conversion(
      .savedModel(
        folder: fixture("models/image_classification/saved_model"), tags: ["serve"],
        signatures: nil))
    let float = try conversion.webModel(quantization: .none)
    #expect(float.files.map(\.name) == ["group1-shard1of1.bin", "model.json"])
    let small = try conversion.webModel(quantization: .uint8)
    #expect(small.weightByteCount < float.weightByteCount * 30 / 100)
  }

  @Test func aFolderOfOtherFilesIsKept() throws {
    try withTemporaryFolder { folder in
      let input = fixture("models/keyword_spotting/saved_model")
      let arguments = ["convert", "--format", "tfjs", input, "-o", folder + "/web"]
      let linnet = BuiltProgram.built("linnet")
      #expect(try linnet.run(arguments).exitCode == 0)
      let again = try linnet.run(arguments + ["--quantize", "uint8", "--json"])
      #expect(again.exitCode == 0 && again.output.contains("\"group1-shard1of1.bin\""))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["web"])
      try Data("page".utf8).write(to: URL(fileURLWithPath: folder + "/web/index.html"))
      let refused = try linnet.run(arguments)
      #expect(refused.exitCode == 1 && refused.errors.contains("the folder holds 'index.html'"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["web"])
    }
  }

  @Test func sayWhatDoesNotFit() throws {
    let linnet = BuiltProgram.built("linnet")
    try withTemporaryFolder { folder in
      func errors(_ input: String, _ options: [String]) throws -> String {
        let outcome = try linnet.run(["convert", input, "-o", folder + "/out"] + options)
        #expect(outcome.exitCode != 0)
        return outcome.errors
      }
      let model = fixture("models/keyword_spotting")
      #expect(
        try errors(model + "/kws_float.tflite", ["--format", "tfjs"])
          .contains("convert the model that it was made of"))
      #expect(
        try errors(model + "/saved_model", ["--format", "tfjs", "--quantize", "dynamic"])
          .contains("--format tfjs takes --quantize none, uint8, uint16 or float16"))
      #expect(
        try errors(model + "/saved_model", ["--quantize", "uint8"])
          .contains("--quantize uint8 is for --format tfjs"))
      let path = folder + "/model.json"
      for (json, expected) in [
        (#"{"format": "layers-model"}"#, "tensorflowjs_converter --input_format"),
        ("{}", "its modelTopology has no nodes"), ("{", "it is not one JSON object"),
        (
          #"{"modelTopology": {"node": []}, "weightsManifest": [{"paths": ["../a"], "weights": []}]}"#,
          "outside its folder"
        ),
        (
          #"{"modelTopology": {"node": [{"name": "c", "op": "Const", "attr": {"value": {"tensor": {"dtype": "DT_FLOAT"}}}}]}}"#,
          "there is no weight of the name"
        ),
      ] {
        try Data(json.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try errors(path, []).contains(expected))
      }
    }
  }

  /// A model whose description or weights are cut or changed is read or refused in one line.
  @Test func survivesDamage() throws {
    let file = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/uint8/model.json"))
    let weights = "group1-shard1of1.bin"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/uint8/\(weights)"))
    try withTemporaryFolder { folder in
      let path = URL(fileURLWithPath: folder + "/model.json")
      let shard = URL(fileURLWithPath: "\(folder)/\(weights)")
      func isReadOrRefused() {
        do {
          _ = try Conversion(.web(path: path.path)).program()
        } catch {
          #expect(error is ConversionError)
        }
      }
      try bytes.write(to: shard)
      for position in stride(from: 0, to: file.count, by: 97) {
        var damaged = file
        damaged[position] ^= 0x11
        try damaged.write(to: path)
        isReadOrRefused()
      }
      try file.write(to: path)
      for count in [0, 1, bytes.count - 1] {
        try bytes.prefix(count).write(to: shard)
        #expect(throws: ConversionError.self) {
          try Conversion(.web(path: path.path)).program()
        }
      }
    }
  }
}
