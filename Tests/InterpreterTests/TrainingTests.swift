// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Models that train on the device, against what TensorFlow recorded of the functions that they were
/// made of.
@Suite struct TrainingTests {
  static let models = ["classes", "dense", "image"]

  /// Sums are taken in another order than TensorFlow's, ten steps after one another.
  private static let tolerance: Float = 1e-4

  @Test(arguments: models, [1, 3]) func losesAsRecorded(model: String, threadCount: Int) throws {
    let session = try TrainedModel(model, threadCount: threadCount)
    #expect(try session.isNear(session.infer(), "first"))
    let losses = try session.train(steps: 10)
    for (loss, expected) in zip(losses, session.floats("losses")) {
      #expect(abs(loss - expected) <= Self.tolerance * expected)
    }
    #expect(losses.last! < losses.first!)
    #expect(try session.isNear(session.infer(), "last"))
  }

  @Test(arguments: models) func restoresWhatItSaved(model: String) throws {
    let trained = try TrainedModel(model)
    _ = try trained.train(steps: 3)
    try trained.call("save", ["weights"])
    let answer = try trained.infer()
    let fresh = try TrainedModel(model, in: trained.folder)
    #expect(try fresh.infer() != answer)
    try fresh.call("restore", ["weights"])
    #expect(try fresh.infer() == answer)
  }

  /// A file of TensorFlow's gives its weights, and is written again byte for byte.
  @Test(arguments: models) func sharesFilesWithTensorFlow(model: String) throws {
    let session = try TrainedModel(model)
    let recorded = try Data(contentsOf: URL(filePath: fixture("training/\(model).ckpt")))
    try recorded.write(to: session.folder.appending(path: "given"))
    try session.call("restore", ["given"])
    #expect(try session.isNear(session.infer(), "last"))
    try session.call("save", [session.folder.path + "/again"])
    #expect(try Data(contentsOf: session.folder.appending(path: "again")) == recorded)
    let left = try FileManager.default.contentsOfDirectory(atPath: session.folder.path)
    #expect(left.sorted() == ["again", "given"])
  }

  @Test func beginsAnewAfterResetAndInitialization() throws {
    let session = try TrainedModel("classes")
    let losses = try session.train(steps: 3)
    session.instance.reset()
    #expect(try session.train(steps: 3) == losses)
    try session.call("initialize")
    #expect(try session.train(steps: 3) == losses)
  }

  /// Whatever bytes change, a file is restored or refused in one line.
  @Test func damagedFilesNeverCrash() throws {
    let session = try TrainedModel("image")
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: fixture("training/image.ckpt"))))
    let path = session.folder.appending(path: "damaged")
    var random = SeededGenerator(seed: 3)
    for number in 0..<300 {
      var changed = bytes
      if number % 5 == 0 { changed.removeLast(Int(random.next() % UInt64(bytes.count))) }
      for _ in 0...number % 3 where !changed.isEmpty {
        let place = Int(random.next() % UInt64(changed.count))
        changed[place] = UInt8(truncatingIfNeeded: random.next() >> 8)
      }
      try Data(changed).write(to: path)
      do {
        try session.call("restore", ["damaged"])
      } catch let error as InterpreterError {
        #expect(!error.message.isEmpty)
      }
    }
  }
}

/// An instance of a model in Tests/Fixtures/training, and a folder for its files.
final class TrainedModel {
  let instance: ModelInstance
  let folder: URL
  private let arrays: [String: NumPyArray]

  init(_ model: String, threadCount: Int = 1, in folder: URL? = nil) throws {
    let temporary = FileManager.default.temporaryDirectory
    self.folder = folder ?? temporary.appending(path: "linnet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    var options = Interpreter.Options(threadCount: threadCount)
    options.stateFolder = self.folder.path
    let file = try ModelFile(path: fixture("training/\(model).tflite"))
    instance = ModelInstance(file, options: options)
    arrays = try readArrays(at: fixture("training/\(model).npz"))
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  func floats(_ name: String) -> [Float] { arrays[name]!.elements(as: Float.self) }

  /// Calls a signature once with arrays of the recording.
  @discardableResult
  private func call(_ signature: String, with names: [String]) throws -> [Float] {
    let interpreter = try Interpreter(instance, signature: signature)
    let answers = try interpreter.answers(to: names.map { try #require(arrays[$0]) })
    return try #require(answers[interpreter.outputs[0].name]).elements(as: Float.self)
  }

  func train(steps: Int) throws -> [Float] {
    try (0..<steps).map { _ in try call("train", with: ["x", "y"])[0] }
  }

  func infer() throws -> [Float] { try call("infer", with: ["x"]) }

  /// Whether probabilities are those of the recording.
  func isNear(_ values: [Float], _ name: String) -> Bool {
    values.count == floats(name).count
      && zip(values, floats(name)).allSatisfy { abs($0 - $1) <= 1e-5 }
  }

  /// Calls a signature with strings, one for each element of its input.
  func call(_ signature: String, _ texts: [String] = []) throws {
    let interpreter = try Interpreter(instance, signature: signature)
    if !texts.isEmpty {
      let width = texts.map(\.utf8.count).max()!
      if texts.count != 1 { try interpreter.resizeInput(0, to: Shape([texts.count])) }
      let bytes = texts.flatMap { text in
        Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
      }
      bytes.withUnsafeBytes {
        interpreter.fill(interpreter.inputs[0].tensor, with: $0, width: width)
      }
    }
    try interpreter.invoke()
  }
}
