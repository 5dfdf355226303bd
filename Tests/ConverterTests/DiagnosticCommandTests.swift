// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What `linnet` says on standard error, to people and to programs.
struct DiagnosticCommandTests {
  private func run(_ arguments: [String]) throws -> BuiltProgram.Outcome {
    try BuiltProgram.built("linnet").run(arguments)
  }

  private func convert(
    _ model: String, _ arguments: [String] = [], file: String = "/model.tflite"
  ) throws -> (outcome: BuiltProgram.Outcome, isWritten: Bool) {
    try withTemporaryFolder { folder in
      let outcome = try run(["convert", model, "-o", folder + file] + arguments)
      return (outcome, FileManager.default.fileExists(atPath: folder + file))
    }
  }

  /// The objects on standard error, one a line.
  private func objects(_ outcome: BuiltProgram.Outcome) throws -> [[String: String]] {
    try outcome.errors.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    }
  }

  private let missing = fixture("diagnosed/missing_forms")
  private let digits = packageRoot + "/Models/digits_mlp"

  // MARK: Errors

  @Test func listsNodesBelowTheError() throws {
    let (outcome, isWritten) = try convert(missing)
    #expect(outcome.exitCode == 1 && outcome.output.isEmpty && !isWritten)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("error: \(missing): legalize: 8 nodes cannot be converted: "))
    #expect(lines.count { $0.hasPrefix("error:") } == 1)
    #expect(lines.count { $0.hasPrefix("    '") } == 8)
    #expect(
      lines.contains { $0.hasPrefix("    'head/Igamma_1', made at make_diagnosed_models.py:") })
  }

  @Test func writesErrorsAsObjects() throws {
    let (outcome, _) = try convert(missing, ["--diagnostics=json"])
    #expect(outcome.exitCode == 1)
    let found = try objects(outcome)
    #expect(found.count == 8)
    let node = try #require(found.first { $0["node"] == "head/Igamma_1" })
    #expect(
      Set(node.keys) == [
        "level", "file", "stage", "node", "operator", "source", "layer", "cause", "remedy",
      ])
    #expect(node["level"] == "error" && node["file"] == missing && node["operator"] == "Igamma")
    #expect(node["layer"] == "head")
  }

  /// Every command's, wherever the option stands.
  @Test func writesEveryCommandsErrorsAsObjects() throws {
    for arguments in [
      ["inspect", "no.tflite", "--diagnostics=json"],
      ["bench", "--diagnostics", "json", "no.tflite"],
      ["run", "no.tflite", "--output-dir", "d", "--diagnostics=json"],
      ["compare", "--diagnostics=json", "no.tflite", "no.tflite", "--data", "no.npz"],
    ] {
      let outcome = try run(arguments)
      #expect(outcome.exitCode == 1)
      let found = try objects(outcome)
      #expect(found.count == 1 && found[0]["level"] == "error", "\(arguments)")
      #expect(found[0]["cause"]?.isEmpty == false)
    }
    let file = try objects(run(["inspect", "no.tflite", "--diagnostics=json"]))[0]
    #expect(file["file"] == "no.tflite" && file["cause"]?.hasPrefix("cannot be read") == true)
  }

  @Test func writesWrongUsageAsAnObject() throws {
    let outcome = try run(["bench", "--diagnostics=json"])
    #expect(outcome.exitCode == 64)
    let found = try objects(outcome)
    #expect(found.count == 1 && found[0]["stage"] == "usage" && found[0]["level"] == "error")
    // Without the option, and behind a lone --, it is text.
    #expect(try run(["bench"]).errors.hasPrefix("error: "))
    #expect(try run(["bench", "--", "--diagnostics=json"]).errors.hasPrefix("error: "))
    #expect(try run(["bench", "x", "--diagnostics=xml"]).exitCode == 64)
  }

  // MARK: Warnings

  @Test func warnsOfCustomOperators() throws {
    let (outcome, isWritten) = try convert(missing, ["--allow-custom-ops", "--diagnostics=json"])
    #expect(outcome.exitCode == 0 && isWritten)
    let found = try objects(outcome)
    #expect(found.first?["level"] == "note")
    let warning = try #require(found.first { $0["operator"] == "Igamma" })
    #expect(warning["level"] == "warning" && warning["cause"]?.contains("2 times") == true)
    #expect(warning["remedy"] == "what runs the file must know it")
  }

  /// With the object on standard output, warnings come to standard error only where they are asked
  /// for as objects, too; never where nothing is to be said.
  @Test func saysWarningsOnce() throws {
    let model = fixture("diagnosed/in_training")
    let (object, _) = try convert(model, ["--json"])
    #expect(object.errors.isEmpty && object.output.contains("has no effect"))
    let (both, _) = try convert(model, ["--json", "--diagnostics=json"])
    #expect(try objects(both).map { $0["level"] } == ["warning", "warning", "warning"])
    #expect(try convert(model, ["--quiet", "--diagnostics=json"]).outcome.errors.isEmpty)
  }

  @Test func warnsOfTrainingAndOfInputsWithoutEffect() throws {
    let (outcome, _) = try convert(fixture("diagnosed/in_training"))
    #expect(outcome.exitCode == 0)
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
    #expect(lines.count == 3)
    #expect(lines.contains { $0.contains("normalizes by the statistics of the batch") })
    #expect(lines.contains { $0.contains("leaves out elements by chance") })
    #expect(lines.contains { $0.contains("input 'training' of signature 'serving_default'") })
    // Signatures that train are meant to.
    let (training, _) = try convert(fixture("training/statistics"))
    #expect(!training.errors.contains("as in training"))
  }

  @Test func warnsOfPlaceholdersThatAreNotFed() throws {
    let model = fixture("diagnosed/defaults.pb")
    let (outcome, _) = try convert(model)
    #expect(
      outcome.errors.contains("placeholder 'keep_prob' is no input: it has its default value, 0.5,")
    )
    #expect(
      outcome.errors.contains(
        "placeholder 'is_training' is no input: it has its default value, false,"))
    let nodes = ["x", "keep_prob", "is_training"].flatMap { ["--input-node", $0] }
    let (fed, _) = try convert(model, nodes)
    #expect(fed.exitCode == 0 && !fed.errors.contains("warning"))
  }

  /// The fourth of seven layers gives one element that is 3,000 times as large as others.
  @Test func warnsOfALayerThatIntegersSpoil() throws {
    let data = fixture("diagnosed/outlier.npz")
    let (outcome, _) = try convert(
      fixture("diagnosed/outlier"), ["--quantize", "int8", "--representative-data", data])
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
    #expect(lines.count == 1 && lines[0].contains("far less of layer 'layer_3/"), "\(lines)")
    // Int16 has room for both, and of a model without such a layer nothing is said.
    let (wide, _) = try convert(
      fixture("diagnosed/outlier"), ["--quantize", "int16x8", "--representative-data", data])
    #expect(!wide.errors.contains("warning"))
    let (plain, _) = try convert(
      digits + "/saved_model",
      ["--quantize", "int8", "--representative-data", digits + "/calibration.npz"])
    #expect(!plain.errors.contains("warning"))
  }

  // MARK: Checks

  @Test func checksFloatFiles() throws {
    let (outcome, isWritten) = try convert(digits + "/saved_model", ["--check"])
    #expect(outcome.exitCode == 0 && isWritten)
    #expect(outcome.errors.contains("check of 'serving_default': 'output_0' "))
    #expect(outcome.errors.contains("(4 generated samples)"))
  }

  /// Of quantized files differences are told; those beyond a limit that is given leave no file.
  @Test func checksQuantizedFiles() throws {
    let data = ["--quantize", "int8", "--representative-data", digits + "/calibration.npz"]
    let (told, isTold) = try convert(digits + "/saved_model", data + ["--check", "--json"])
    #expect(told.exitCode == 0 && isTold)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any])
    let check = try #require(report["check"] as? [String: Any])
    #expect(check["data"] as? String == digits + "/calibration.npz")
    let signature = try #require((check["signatures"] as? [[String: Any]])?.first)
    #expect(signature["samples"] as? Int == 8)
    let output = try #require((signature["outputs"] as? [[String: Any]])?.first)
    #expect(
      Set(output.keys) == ["output", "max_absolute", "spread", "share", "unlike"])
    let (refused, isWritten) = try convert(
      digits + "/saved_model", data + ["--check", "--check-tolerance", "1e-6"])
    #expect(refused.exitCode == 1 && !isWritten)
    #expect(
      refused.errors.contains("check: the file would not compute what the model does: output "))
  }

  /// Numbers of integer inputs and outputs are compared as what they stand for.
  @Test func checksIntegerInputsAndOutputs() throws {
    let (outcome, _) = try convert(
      digits + "/saved_model",
      [
        "--quantize", "int8", "--representative-data", digits + "/calibration.npz", "--io", "int8",
        "--check", "--check-tolerance", "0.1",
      ])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("'output_0' differs by at most 0.00"))
  }

  @Test func checksOnGivenSamples() throws {
    let data = digits + "/calibration.npz"
    let (outcome, _) = try convert(digits + "/saved_model", ["--check-data", data])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains(" samples)") && !outcome.errors.contains("generated"))
  }

  @Test func saysWhatCannotBeCompared() throws {
    let (random, _) = try convert(fixture("diagnosed/in_training"), ["--check"])
    #expect(random.exitCode == 0)
    #expect(random.errors.contains("'y' is not compared: it depends on random numbers"))
    let (saving, _) = try convert(fixture("training/statistics"), ["--check"])
    #expect(saving.exitCode == 0)
    #expect(saving.errors.contains("check of 'save': is not compared: it writes files"))
    #expect(saving.errors.contains("check of 'train': 'loss' "))
    let (custom, isWritten) = try convert(missing, ["--check", "--allow-custom-ops"])
    #expect(custom.exitCode == 0 && isWritten)
    #expect(custom.errors.contains("check of 'texts': is not compared: Linnet cannot run custom"))
  }

  @Test(arguments: [
    ["--check-tolerance", "0.1"], ["--check", "--check-tolerance", "-1"],
    ["--format", "tfjs", "--check"], ["--format", "tfjs", "--allow-custom-ops"],
    ["--preprocess", "scale=1"],
  ])
  func refusesWhatHasNoUse(arguments: [String]) throws {
    #expect(try convert(digits + "/saved_model", arguments).outcome.exitCode == 64)
  }
}
