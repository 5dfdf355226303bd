// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import TensorCore
import TestSupport
import Testing

/// Signatures one after the other, by both tools, on a model that trains.
@Suite struct TrainingCommandTests {
  private static let model = fixture("training/image.tflite")

  /// `linnet-run` and `linnet`.
  static let tools = ["linnet-run", "linnet"]

  /// The recorded batch, ten times for ten steps.
  private func writeInputs(to folder: String) throws -> [String: NumPyArray] {
    let arrays = try readArrays(at: fixture("training/image.npz"))
    for name in ["x", "y"] {
      let array = try #require(arrays[name])
      try array.write(to: folder + "/\(name).npy")
      try NumPyArray(
        type: array.type, shape: Shape([10] + array.shape.dimensions),
        bytes: (0..<10).flatMap { _ in array.bytes }
      ).write(to: folder + "/\(name)s.npy")
    }
    return arrays
  }

  @Test(arguments: tools) func trainsSavesAndRestores(name: String) throws {
    let tool = BuiltProgram.built(name)
    try withTemporaryFolder { folder in
      let arrays = try writeInputs(to: folder)
      let trained = try tool.run([
        "run", Self.model, "--signature", "train", "--sequence", "--input=x=\(folder)/xs.npy",
        "--input=y=\(folder)/ys.npy", "--output-dir=\(folder)/losses",
        "--state-folder=\(folder)/state", "--then", "save", "--text=checkpoint_path=weights",
        "--then", "infer", "--input", "\(folder)/x.npy", "--output-dir=\(folder)/answers",
      ])
      #expect(trained.errors == "" && trained.exitCode == 0)
      let losses = try NumPyArray(contentsOf: folder + "/losses/loss.npy")
      #expect(losses.shape == Shape([10]))
      for (loss, expected) in zip(
        losses.elements(as: Float.self), try #require(arrays["losses"]).elements(as: Float.self))
      {
        #expect(abs(loss - expected) <= 1e-4 * expected)
      }
      let restored = try tool.run([
        "run", Self.model, "--signature=restore", "--text", "weights",
        "--output-dir=\(folder)/given",
        "--state-folder=\(folder)/state", "--then", "infer", "--input=\(folder)/x.npy",
        "--output-dir=\(folder)/again",
      ])
      #expect(restored.errors == "" && restored.exitCode == 0)
      let answers = try NumPyArray(contentsOf: folder + "/answers/output.npy")
      #expect(try NumPyArray(contentsOf: folder + "/again/output.npy").bytes == answers.bytes)
    }
  }

  @Test(arguments: tools) func refusesStepsThatSayTooLittle(name: String) throws {
    let tool = BuiltProgram.built(name)
    try withTemporaryFolder { folder in
      let start = [
        "run", Self.model, "--signature=save", "--text=weights", "--output-dir=\(folder)/out",
      ]
      let state = "--state-folder=\(folder)"
      let cases: [(arguments: [String], exitCode: Int32, part: String)] = [
        ([], 1, "--state-folder DIR names one"),
        ([state, "--then", "nothing"], 1, "no signature 'nothing'"),
        ([state, "--then", "--sequence"], 64, "the signature behind --then is missing"),
        ([state, "--then", "save", "--threads=2"], 64, "unknown option '--threads=2'"),
        (
          [state, "--then", "save", "--text=w", "--output-dir=\(folder)/out"], 64,
          "is given for two signatures"
        ),
      ]
      for (arguments, exitCode, part) in cases {
        let outcome = try tool.run(start + arguments)
        #expect(outcome.exitCode == exitCode, "\(outcome.errors)")
        #expect(outcome.errors.contains(part), "\(outcome.errors)")
      }
    }
  }
}
