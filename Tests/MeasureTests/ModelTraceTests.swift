// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import DeviceCommands
import Foundation
import Interpreter
import LiteFormat
import LiteWriter
import TensorCore
import TestSupport
import Testing

@testable import Measure

/// A trace shows every operator on its own, and what it shows is what LiteRT computed.
struct ModelTraceTests {
  /// A line of the table by its columns; names without commas.
  typealias Line = [String: String]

  /// Runs a model on arrays and traces it into `folder`; outputs go to `folder` with `-out` behind.
  @discardableResult
  private func trace(
    _ model: String, _ inputs: [String: NumPyArray], in folder: String, signature: String? = nil,
    isSequence: Bool = false
  ) throws -> ModelTrace.Outcome {
    var command = try runCommand(model, inputs, in: folder, signature: signature)
    command.steps[0].isSequence = isSequence
    return try ModelTrace.record(in: folder) { (observer) throws(CommandError) in
      command.observer = observer
      try command.execute()
    }
  }

  private func runCommand(
    _ model: String, _ inputs: [String: NumPyArray], in folder: String, signature: String? = nil
  ) throws -> RunCommand {
    var arguments: [String] = []
    for (name, array) in inputs {
      let path = "\(folder)-\(arguments.count).npy"
      try array.write(to: path)
      arguments.append(name.isEmpty ? path : "\(name)=\(path)")
    }
    return RunCommand(
      model: model, inputs: arguments, outputDirectory: folder + "-out", signature: signature)
  }

  private func lines(_ folder: String) throws -> [Line] {
    let text = try String(contentsOfFile: folder + "/trace.csv", encoding: .utf8)
    let rows = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) }
  }

  private func array(_ line: Line, _ folder: String) throws -> NumPyArray {
    try NumPyArray(contentsOf: folder + "/" + (line["file"] ?? ""))
  }

  /// The first sample of the only array in a file, with a batch of one.
  private func firstSample(_ path: String) throws -> NumPyArray {
    let samples = try #require(try readArrays(at: path).first?.value)
    let dimensions = samples.shape.dimensions
    return NumPyArray(
      type: samples.type, shape: Shape([1] + dimensions.dropFirst()),
      bytes: Array(samples.bytes.prefix(samples.bytes.count / dimensions[0])))
  }

  // MARK: What is shown

  /// Each operator's operands, joined operators and overwritten tensors included, bit for bit.
  @Test(arguments: [
    ("keyword_spotting", "kws_int8", "inputs.kws_int8.npz", 13),
    ("image_classification", "resnet8_int8", "inputs.resnet8_int8.npz", 16),
    ("gated", "gated_int8", "inputs.npz", 27),
  ])
  func tensorsAreLiteRTs(
    folder: String, name: String, inputs: String, operatorCount: Int
  ) throws {
    let path = fixture("models/\(folder)/")
    let recorded = try readArrays(at: path + "tensors.\(name).npz")
    let file = try ModelFile(path: path + name + ".tflite")
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      let outcome = try trace(
        path + name + ".tflite", ["": try firstSample(path + inputs)], in: target)
      #expect(outcome.stepCount == operatorCount && outcome.firstSuspect == nil)
      let lines = try lines(target)
      #expect(lines.map { $0["file"]! } == lines.map { $0["file"]! }.sorted())
      for (index, entry) in file.model.subgraphs[0].operators.enumerated() {
        let own = lines.filter { $0["step"] == "\(index)" }
        #expect(own.map { $0["operator"] } == own.map { _ in "\(index)" })
        #expect(own.map { $0["tensor"] } == (entry.inputs + entry.outputs).map { "\($0)" })
      }
      for line in lines {
        guard let expected = recorded["t" + line["tensor"]!] else { continue }
        let found = try array(line, target)
        #expect(found.type == expected.type && found.shape == expected.shape)
        #expect(found.bytes == expected.bytes, "\(line["file"]!)")
        let values = expected.bytes.map { Int(Int8(bitPattern: $0)) }
        #expect(line["min"] == "\(values.min()!)" && line["max"] == "\(values.max()!)")
        let mean = Double(values.reduce(0, +)) / Double(values.count)
        #expect(abs(Double(line["mean"]!)! - mean) < 1e-4)
      }
    }
  }

  /// Operators that are computed ahead have their turn: weights behind DEQUANTIZE, a shape's parts.
  @Test func showsOperatorsComputedAhead() throws {
    let path = fixture("models/known_operands/")
    let recorded = try readArrays(at: path + "tensors.known_operands.npz")
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      try trace(
        path + "known_operands.tflite", ["": try firstSample(path + "inputs.npz")], in: target)
      let results = try lines(target).filter { $0["operand"]!.hasPrefix("out") }
      #expect(
        results.map { $0["name"] } == [
          "DEQUANTIZE", "DEQUANTIZE", "CONV_2D", "SHAPE", "STRIDED_SLICE", "PACK", "RESHAPE",
          "SOFTMAX",
        ])
      for line in results {
        let expected = try #require(recorded["t" + line["tensor"]!])
        let found = try array(line, target)
        #expect(found.type == expected.type && found.shape == expected.shape)
        guard expected.type == .float32 else {
          #expect(found.bytes == expected.bytes)
          continue
        }
        // Sums are taken in another order than the reference's.
        for (a, b) in zip(found.elements(as: Float.self), expected.elements(as: Float.self)) {
          #expect(abs(a - b) <= 1e-5 * max(abs(b), 1))
        }
      }
    }
  }

  /// Fibonacci's numbers from (0, 1): four turns give the sums 1, 2, 3, 5. Beside them a pair from
  /// (1, 1), whose both become their sum: 2, 4, 8, 16. The condition, `turn < 4`, is asked once more.
  @Test func showsLoopsTurnByTurn() throws {
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      let count = NumPyArray(type: .int32, shape: Shape([]), bytes: [4, 0, 0, 0])
      try trace(fixture("control/while_fibonacci.tflite"), ["n": count], in: target)
      let results = try lines(target).filter { $0["operand"]!.hasPrefix("out") }
      #expect(results.last?["name"] == "WHILE" && results.last?["within"] == "")
      let body = results.filter { $0["subgraph"] == "2" }
      #expect(body.allSatisfy { $0["within"] == "0" })
      #expect(body.map { $0["turn"] } == (0..<4).flatMap { turn in (0..<3).map { _ in "\(turn)" } })
      func values(_ index: String) throws -> [Int64] {
        try body.filter { $0["operator"] == index }
          .map { try array($0, target).elements(as: Int64.self)[0] }
      }
      #expect(try values("0") == [2, 4, 8, 16])
      #expect(try values("2") == [1, 2, 3, 5])
      let condition = results.filter { $0["subgraph"] == "1" }
      #expect(condition.map { $0["turn"] } == ["0", "1", "2", "3", "4"])
      #expect(try condition.map { try array($0, target).bytes } == [[1], [1], [1], [1], [0]])
      #expect(condition.map { $0["max"] } == ["1", "1", "1", "1", "0"])
    }
  }

  /// What a layer keeps is read before it and written behind it: zeros, and the last hidden state,
  /// which is the output of the last of its steps.
  @Test func showsStateBeforeAndAfter() throws {
    let path = fixture("operators/UNIDIRECTIONAL_SEQUENCE_LSTM/time_major_float32")
    let recorded = try readArrays(at: path + ".npz")
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      try trace(path + ".tflite", ["": try #require(recorded["input_0"])], in: target)
      let lines = try lines(target)
      let before = try #require(lines.first { $0["operand"] == "in18" })
      #expect(before["max"] == "0.0" && before["min"] == "0.0")
      let after = try #require(lines.first { $0["operand"] == "state18" })
      let output = try #require(lines.first { $0["operand"] == "out0" })
      let state = try array(after, target).elements(as: Float.self)
      let results = try array(output, target).elements(as: Float.self)
      let expected = try #require(recorded["output_0"]).elements(as: Float.self)
      #expect(zip(results, expected).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(!state.isEmpty && state == results.suffix(state.count))
    }
  }

  /// The words that are looked up, as the recorded call has them, and what is found.
  @Test func showsStrings() throws {
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      let call = try #require(try RecordedCall.all(of: "table_of_words").first)
      try trace(
        fixture("control/table_of_words.tflite"), call.inputs, in: target, signature: call.signature
      )
      let lines = try lines(target).filter { $0["name"] == "HASHTABLE_FIND" }
      let words = try array(try #require(lines.first { $0["operand"] == "in1" }), target)
      let expected = try #require(call.inputs["words"])
      #expect(words.type == .string && words.shape == expected.shape)
      #expect(words.strings == expected.strings)
      let found = try array(try #require(lines.first { $0["operand"] == "out0" }), target)
      #expect(found.bytes == call.outputs["ids"]?.bytes)
    }
  }

  /// One of −1, 0, 1 and e has no logarithm, one is infinite; 0 and 1 remain.
  @Test func countsWhatIsNotFinite() throws {
    let values: [Float] = [-1, 0, 1, Float(M_E)]
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      let input = NumPyArray(
        type: .float32, shape: Shape([4]), bytes: values.withUnsafeBytes { Array($0) })
      let outcome = try trace(
        fixture("operators/LOG/rows_float32.tflite"), ["": input], in: target)
      let line = try #require(try lines(target).last)
      #expect(line["nan"] == "1" && line["infinite"] == "1")
      #expect(line["min"] == "0.0" && abs(Float(line["max"]!)! - 1) < 1e-6)
      #expect(abs(Float(line["mean"]!)! - 0.5) < 1e-6)
      let suspect = try #require(outcome.firstSuspect)
      #expect(suspect.hasPrefix("step 0, operator 0 (LOG): out0 '"))
    }
  }

  @Test func countsCallsOfASequence() throws {
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      let path = fixture("models/gated/inputs.npz")
      let samples = try #require(try readArrays(at: path).first?.value)
      let calls = NumPyArray(
        type: samples.type, shape: Shape([4, 1] + samples.shape.dimensions.dropFirst()),
        bytes: samples.bytes)
      let outcome = try trace(
        fixture("models/gated/gated_int8.tflite"), ["": calls], in: target, isSequence: true)
      #expect(outcome.stepCount == 4 * 27)
      let lines = try lines(target)
      #expect(lines.allSatisfy { Int($0["call"]!)! == Int($0["step"]!)! / 27 })
    }
  }

  /// The first sample, or as many as the model takes at once.
  private func sample(_ path: String, for model: String) throws -> NumPyArray {
    let samples = try #require(try readArrays(at: path).first?.value)
    let subgraph = try ModelFile(path: model).model.subgraphs[0]
    let takesAll = subgraph.tensors[subgraph.inputs[0]].shape == samples.shape.dimensions
    return takesAll ? samples : try firstSample(path)
  }

  /// Models of all kinds of arithmetic give the same bytes with a trace and without.
  @Test(arguments: [
    ("keyword_spotting/kws_int8", "keyword_spotting/inputs.kws_int8"),
    ("keyword_spotting/kws_float", "keyword_spotting/inputs"),
    ("keyword_spotting/kws_dynamic", "keyword_spotting/inputs"),
    ("gated/gated_int8", "gated/inputs"),
    ("types/legacy_uint8", "types/inputs.legacy_uint8"),
    ("types/wide_int16x8", "types/inputs.wide_int16x8"),
  ])
  func resultsStayTheSame(name: String, inputs: String) throws {
    try withTemporaryFolder { temporary in
      let model = fixture("models/\(name).tflite")
      let input = ["": try sample(fixture("models/\(inputs).npz"), for: model)]
      let plain = try runCommand(model, input, in: temporary + "/plain")
      try plain.execute()
      try trace(model, input, in: temporary + "/trace")
      let files = try FileManager.default.contentsOfDirectory(atPath: temporary + "/plain-out")
      #expect(!files.isEmpty)
      for file in files {
        #expect(
          try NumPyArray(contentsOf: "\(temporary)/plain-out/\(file)").bytes
            == NumPyArray(contentsOf: "\(temporary)/trace-out/\(file)").bytes)
      }
    }
  }

  // MARK: Where it goes

  private let model = fixture("models/gated/gated_int8.tflite")

  private func input() throws -> [String: NumPyArray] {
    ["": try firstSample(fixture("models/gated/inputs.npz"))]
  }

  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// An empty folder and one of another trace are taken, of which nothing stays.
  @Test func replacesAnotherTrace() throws {
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
      let count = NumPyArray(type: .int32, shape: Shape([]), bytes: [4, 0, 0, 0])
      try trace(fixture("control/while_fibonacci.tflite"), ["n": count], in: target)
      // What a trace leaves that was ended from outside.
      try FileManager.default.createDirectory(
        atPath: target + "/.linnet-trace-1", withIntermediateDirectories: true)
      try trace(model, try input(), in: target)
      let named = Set(try lines(target).map { $0["file"]! })
      #expect(try files(target) == (named + ["trace.csv"]).sorted())
    }
  }

  @Test func refusesFoldersOfOthers() throws {
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      try trace(model, try input(), in: target)
      try Data("mine".utf8).write(to: URL(filePath: target + "/notes.txt"))
      let before = try files(target)
      let error = #expect(throws: CommandError.self) { try trace(model, try input(), in: target) }
      #expect(
        error?.message
          == "'\(target)' has files that are of no trace, such as 'notes.txt'; name a new or an "
          + "empty folder")
      #expect(try files(target) == before)
      // A table of someone else's is no trace's.
      let other = temporary + "/other"
      try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
      try Data("a,b\n".utf8).write(to: URL(filePath: other + "/trace.csv"))
      #expect(throws: CommandError.self) { try trace(model, try input(), in: other) }
      // Nor is a file elsewhere one of the trace's.
      let victim = temporary + "/victim.npy"
      try Data().write(to: URL(filePath: victim))
      let third = temporary + "/third"
      try trace(model, try input(), in: third)
      let table = third + "/trace.csv"
      let text = try String(contentsOfFile: table, encoding: .utf8) + "x,../victim.npy\n"
      try Data(text.utf8).write(to: URL(filePath: table))
      try trace(model, try input(), in: third)
      #expect(FileManager.default.fileExists(atPath: victim))
      let file = temporary + "/file"
      try Data().write(to: URL(filePath: file))
      #expect(throws: CommandError.self) { try trace(model, try input(), in: file) }
    }
  }

  /// A run that never begins leaves nothing; one that an operator ends leaves what came before.
  @Test func keepsWhatLedToAFailure() throws {
    try withTemporaryFolder { temporary in
      let target = temporary + "/trace"
      let short = NumPyArray(type: .int8, shape: Shape([1]), bytes: [1])
      #expect(throws: CommandError.self) { try trace(model, ["": short], in: target) }
      #expect(!FileManager.default.fileExists(atPath: target))
      let factor = NumPyArray(type: .float32, shape: Shape([]), bytes: [0, 0, 0, 0x40])
      let error = #expect(throws: CommandError.self) {
        try trace(
          fixture("control/variable_unassigned.tflite"), ["factor": factor], in: target,
          signature: "read")
      }
      #expect(error?.message.contains("is read before it has a value") == true)
      let lines = try lines(target)
      #expect(lines.last?["name"] == "READ_VARIABLE" && lines.last?["operand"] == "in0")
      #expect(try files(target).allSatisfy { !$0.hasPrefix(".") })
    }
  }

  @Test func saysWhyItCannotWrite() throws {
    try withTemporaryFolder { temporary in
      let command = try runCommand(model, try input(), in: temporary + "/run")
      let error = #expect(throws: CommandError.self) {
        try ModelTrace.record(in: "/dev/null/trace") { (observer) throws(CommandError) in
          var command = command
          command.observer = observer
          try command.execute()
        }
      }
      #expect(error?.message == "cannot make the folder '/dev/null/trace': Not a directory")
    }
  }

  /// Names of tensors that would leave the folder, or that no file system takes.
  @Test func namesFilesSafely() throws {
    let data = try Data(contentsOf: URL(filePath: model))
    var contents = try LiteFileContents(ModelFile(path: model).model, in: data)
    let names = ["../../up", "", String(repeating: "é", count: 300), "a\nb", "a;b:c*?|\\"]
    for (index, entry) in contents.subgraphs[0].operators.enumerated() {
      contents.subgraphs[0].tensors[entry.outputs[0]].name = names[index % names.count]
    }
    contents.signatures = []
    try withTemporaryFolder { temporary in
      let path = temporary + "/model.tflite"
      try Data(try LiteSerializer.serialize(contents).bytes).write(to: URL(filePath: path))
      let target = temporary + "/trace"
      try trace(path, try input(), in: target)
      let lines = try lines(target)
      #expect(try files(target).count == lines.count + 1)
      for line in lines {
        #expect(line["file"]!.utf8.allSatisfy { $0 < 0x80 } && line["file"]!.utf8.count < 200)
      }
    }
  }

  @Test func commandSaysWhatItWrote() throws {
    try withTemporaryFolder { temporary in
      try input()[""]!.write(to: temporary + "/x.npy")
      let arguments = [
        "run", model, "--input", temporary + "/x.npy", "--output-dir", temporary + "/out",
      ]
      let tool = BuiltProgram.built("linnet")
      let outcome = try tool.run(arguments + ["--trace", temporary + "/trace"])
      #expect(outcome.exitCode == 0 && outcome.output == "")
      #expect(
        outcome.errors
          == "\(temporary)/trace/trace.csv: 27 operators ran; all numbers are finite\n")
      let same = try tool.run(arguments + ["--trace", temporary + "/x/../out"])
      #expect(same.exitCode == 64)
    }
  }
}
