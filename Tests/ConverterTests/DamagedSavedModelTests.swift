// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// A conversion that cannot be done ends in one line that names the file, with nothing lost.
struct DamagedSavedModelTests {
  static let model = fixture("models/smallconv/saved_by_tf_saved_model_save")
  static let shard = "variables/variables.data-00000-of-00001"
  static let index = "variables/variables.index"
  static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "linnet").path

  /// Copies the model, damages it, converts it over an existing file, and demands that this is
  /// refused for all of `reasons`.
  private func expectRefusal(
    _ reasons: [String], options: [String] = [], damage: (_ model: URL) throws -> Void = { _ in }
  ) throws {
    try withTemporaryFolder { folder in
      let copy = URL(fileURLWithPath: folder).appending(path: "model")
      try FileManager.default.copyItem(atPath: Self.model, toPath: copy.path)
      try damage(copy)
      let outputs = folder + "/outputs"
      try FileManager.default.createDirectory(
        atPath: outputs, withIntermediateDirectories: false)
      let output = outputs + "/out.tflite"
      try Data("old".utf8).write(to: URL(fileURLWithPath: output))
      let outcome = try BuiltProgram.built("linnet").run(
        ["convert", copy.path, "-o", output] + options)
      expectOneLine(outcome, reasons + [copy.path])
      #expect(try FileManager.default.contentsOfDirectory(atPath: outputs) == ["out.tflite"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: output)) == Data("old".utf8))
    }
  }

  private func expectOneLine(_ outcome: BuiltProgram.Outcome, _ reasons: [String]) {
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.hasPrefix("error: "))
    let lines = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 2, "one line and its end: \(outcome.errors)")
    for reason in reasons { #expect(outcome.errors.contains(reason), "\(outcome.errors)") }
  }

  private func change(_ file: URL, _ body: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: file)
    body(&data)
    try data.write(to: file)
  }

  @Test(arguments: ["saved_model.pb", index, shard])
  func missingFiles(name: String) throws {
    try expectRefusal([name]) {
      try FileManager.default.removeItem(at: $0.appending(path: name))
    }
  }

  @Test(arguments: ["saved_model.pb", index, shard], [0.0, 0.1, 0.5, 0.999])
  func cutFiles(name: String, part: Double) throws {
    try expectRefusal([name]) {
      try change($0.appending(path: name)) { $0 = $0.prefix(Int(Double($0.count) * part)) }
    }
  }

  /// The block of variables is the first 909 bytes; the empty block behind it is never read.
  @Test(arguments: Array(stride(from: 3, to: 909, by: 101)))
  func changedIndex(byte: Int) throws {
    try expectRefusal([Self.index]) {
      try change($0.appending(path: Self.index)) { $0[byte] ^= 0x10 }
    }
  }

  /// The kernels of the layers are most of the shard.
  @Test(arguments: [1_000, 100_000, 200_000])
  func changedWeights(byte: Int) throws {
    try expectRefusal([Self.shard, "checksum"]) {
      try change($0.appending(path: Self.shard)) { $0[byte] ^= 0x01 }
    }
  }

  /// What a changed byte of the graph means may be another graph; it never crashes.
  @Test func changedGraphs() throws {
    var random = SeededGenerator(seed: 1)
    try withTemporaryFolder { folder in
      let copy = URL(fileURLWithPath: folder).appending(path: "model")
      try FileManager.default.copyItem(atPath: Self.model, toPath: copy.path)
      let graph = copy.appending(path: "saved_model.pb")
      let whole = try Data(contentsOf: graph)
      for _ in 0..<20 {
        var changed = whole
        changed[Int(random.next() % UInt64(whole.count))] ^= 1 << UInt8(random.next() % 8)
        try changed.write(to: graph)
        let outcome = try BuiltProgram.built("linnet").run(
          ["convert", copy.path, "-o", folder + "/out.tflite"])
        if outcome.exitCode != 0 { expectOneLine(outcome, [copy.path]) }
      }
    }
  }

  /// The name of what is there, and what is said of it.
  @Test(arguments: [
    ("nothing", "does not exist"), ("folder", "it has no saved_model.pb"),
    ("model.keras", "it is damaged: Not a zip archive"),
    ("model.h5", "it is damaged or no HDF5 file"), ("model.pb", "it is no model: neither a folder"),
  ])
  func whatIsNoModel(name: String, reason: String) throws {
    try withTemporaryFolder { folder in
      let place = URL(fileURLWithPath: folder)
      try FileManager.default.createDirectory(
        at: place.appending(path: "folder"), withIntermediateDirectories: true)
      for name in ["model.keras", "model.h5", "model.pb"] {
        try Data("PK".utf8).write(to: place.appending(path: name))
      }
      let path = place.appending(path: name).path
      let outcome = try BuiltProgram.built("linnet").run(
        ["convert", path, "-o", folder + "/out.tflite"])
      #expect(outcome.exitCode == 1)
      expectOneLine(outcome, [path, reason])
    }
  }

  @Test func wrongChoices() throws {
    try expectRefusal(
      ["no signature 'none'", "serving_default"], options: ["--signature", "none"])
    try expectRefusal(["tagged 'gpu'", "--tags"], options: ["--tags", "gpu"])
    try expectRefusal(["no input 'none'"], options: ["--input-shape", "none=1,2"])
  }

  @Test func representativeDataThatIsNone() throws {
    try withTemporaryFolder { folder in
      let data = folder + "/data.npz"
      let options = ["--quantize", "int8", "--representative-data", data]
      try expectRefusalOfData(data, options)
      let samples = try Data(contentsOf: URL(fileURLWithPath: fixture("arrays/samples.npz")))
      for part in [0, 20, samples.count / 2, samples.count] {
        try samples.prefix(part).write(to: URL(fileURLWithPath: data))
        try expectRefusalOfData(data, options)
      }
    }
  }

  private func expectRefusalOfData(_ data: String, _ options: [String]) throws {
    try withTemporaryFolder { folder in
      let outcome = try BuiltProgram.built("linnet").run(
        ["convert", Self.model, "-o", folder + "/out.tflite"] + options)
      expectOneLine(outcome, [data])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func placesThatTakeNoFile() throws {
    try withTemporaryFolder { folder in
      for place in [folder, folder + "/missing/out.tflite", "/dev/null", "/dev/full"] {
        let outcome = try BuiltProgram.built("linnet").run(["convert", Self.model, "-o", place])
        expectOneLine(outcome, ["cannot write '\(place)'"])
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  /// A write that fails half way, as on a full disk: files may have 8 blocks of 512 bytes.
  @Test func fullDisk() throws {
    let limited = BuiltProgram(
      "limited",
      words: ["sh", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"", Self.program])
    try withTemporaryFolder { folder in
      let output = folder + "/out.tflite"
      try Data("old".utf8).write(to: URL(fileURLWithPath: output))
      expectOneLine(
        try limited.run(["convert", Self.model, "-o", output]), ["cannot write '\(output)'"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out.tflite"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: output)) == Data("old".utf8))
    }
  }

  /// Output that nobody can take is a failure, not a crash or a silent success.
  @Test(arguments: [
    ["inspect", fixture("models/keyword_spotting/kws_int8.tflite")],
    ["inspect", "--json", fixture("models/keyword_spotting/kws_int8.tflite")],
    ["convert", model, "-o", "/dev/null", "--dump-after", "import"],
  ])
  func fullStandardOutput(arguments: [String]) throws {
    let full = BuiltProgram(
      "full", words: ["sh", "-c", "exec \"$0\" \"$@\" > /dev/full", Self.program])
    expectOneLine(try full.run(arguments), ["cannot write output"])
  }
}
