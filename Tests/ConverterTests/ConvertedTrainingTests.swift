// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import Operators
import TensorCore
import TestSupport
import Testing

/// SavedModels that train on the device, converted, against what TensorFlow recorded of them.
@Suite struct ConvertedTrainingTests {
  private static let models = ["sequence", "statistics"]

  /// Sums are taken in another order than TensorFlow's, ten steps after one another.
  private static let tolerance: Float = 1e-4

  @Test(arguments: models) func losesAsRecorded(_ model: String) throws {
    try withTemporaryFolder { folder in
      let session = try TrainingSession(model, in: folder)
      #expect(try session.isNear(session.infer(), "first"))
      let losses = try (0..<10).map { _ in try session.train() }
      for (loss, expected) in zip(losses, session.floats("losses")) {
        #expect(abs(loss - expected) <= Self.tolerance * expected)
      }
      #expect(try session.isNear(session.infer(), "last"))
    }
  }

  @Test(arguments: models) func restoresWhatItSaved(_ model: String) throws {
    try withTemporaryFolder { folder in
      let trained = try TrainingSession(model, in: folder)
      for _ in 0..<3 { _ = try trained.train() }
      try trained.call("save", path: "weights")
      let answer = try trained.infer()
      let fresh = try TrainingSession(model, in: folder)
      #expect(try fresh.infer() != answer)
      try fresh.call("restore", path: "weights")
      #expect(try fresh.infer() == answer)
    }
  }

  /// Beside those that save and restore, operators are of the format's own.
  @Test(arguments: models) func trainsWithoutFlexOperators(_ model: String) throws {
    let program = try TrainingSession.converted(model)
    let custom = program.graphs.flatMap(\.nodes).compactMap { node -> CustomOperator? in
      if case .lite(.custom(let operation)) = node.operation { operation } else { nil }
    }
    #expect(Set(custom.map(\.name)) == ["FlexRestore", "FlexSave"])
    for operation in custom where operation.name == "FlexRestore" {
      let node = try FlexNode(operation.options.span.bytes)
      #expect(try node.elementType("dt") == .float32)
      #expect(try node.integer("preferred_shard") == -1)
    }
  }
}

/// An instance of a converted model of Tests/Fixtures/training, whose files are in a folder.
private struct TrainingSession {
  private let instance: ModelInstance
  private let arrays: [String: NumPyArray]

  static func converted(_ model: String) throws -> Program {
    let folder = fixture("training/\(model)")
    return try Conversion(.savedModel(folder: folder, tags: ["serve"], signatures: nil)).program()
  }

  init(_ model: String, in folder: String) throws {
    let path = folder + "/model.tflite"
    try LiteSerializer.serialize(LiteFileContents(Self.converted(model))).write(toPath: path)
    var options = Interpreter.Options()
    options.stateFolder = folder
    instance = ModelInstance(try ModelFile(path: path), options: options)
    arrays = try readArrays(at: fixture("training/\(model).npz"))
  }

  func floats(_ name: String) -> [Float] { arrays[name]!.elements(as: Float.self) }

  func train() throws -> Float { try call("train", with: ["x", "y"])[0] }

  func infer() throws -> [Float] { try call("infer", with: ["x"]) }

  func call(_ signature: String, path: String) throws {
    let interpreter = try Interpreter(instance, signature: signature)
    Array(path.utf8).withUnsafeBytes {
      interpreter.fill(interpreter.inputs[0].tensor, with: $0, width: path.utf8.count)
    }
    try interpreter.invoke()
  }

  private func call(_ signature: String, with names: [String]) throws -> [Float] {
    let interpreter = try Interpreter(instance, signature: signature)
    let answers = try interpreter.answers(to: names.map { try #require(arrays[$0]) })
    return try #require(answers[interpreter.outputs[0].name]).elements(as: Float.self)
  }

  /// Whether probabilities are those of the recording.
  func isNear(_ values: [Float], _ name: String) -> Bool {
    values.count == floats(name).count
      && zip(values, floats(name)).allSatisfy { abs($0 - $1) <= 1e-5 }
  }
}
