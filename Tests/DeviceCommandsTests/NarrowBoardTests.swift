// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import Interpreter
import LiteFormat
import TensorCore
import TestSupport
import Testing

/// On 32-bit ARM the recorded operators give what scalar code gives on this machine, whose answers
/// `RecordedOperatorTests` holds against LiteRT's: the same bytes, any NaN for any other.
@Suite(
  .enabled(
    if: BuiltProgram.canRun("linnet-run", for: .armv7), "needs ./cross-compile armv7 and qemu-arm"))
struct NarrowBoardTests {
  /// Cases whose floats may differ by so much of the largest, with the reason.
  static let tolerances: [String: (tolerance: Double, reason: String)] = [
    "COS/rows_float32": (1e-7, otherLibrary), "SIN/rows_float32": (1e-7, otherLibrary),
  ]

  private static let otherLibrary = "sine and cosine are those of another C library"

  /// The tool leaves custom ones out, which have small letters.
  private static let operators: [String] = {
    let folder = fixture("operators")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0 == $0.uppercased() }.sorted()
  }()

  @Test(arguments: operators)
  func answersAs64Bits(name: String) throws {
    for recorded in try Self.cases(of: name) where try !Self.hasPackedArguments(name, recorded) {
      try withTemporaryFolder { try check(name + "/" + recorded, in: $0) }
    }
  }

  /// Whether the model takes or gives elements of less than a byte, of which there are no arrays.
  private static func hasPackedArguments(_ name: String, _ recorded: String) throws -> Bool {
    let graph = try ModelFile(path: fixture("operators/\(name)/\(recorded).tflite")).model
      .subgraphs[0]
    return (graph.inputs + graph.outputs).contains {
      graph.tensors[$0].type.bitCount.map { $0 < 8 } ?? false
    }
  }

  /// Emulation is slow: every third case and the first of each type, by which names end; all of them
  /// if `LINNET_EVERY_CASE` is set.
  private static func cases(of name: String) throws -> [String] {
    let files = try FileManager.default.contentsOfDirectory(atPath: fixture("operators/" + name))
    let cases = files.filter { $0.hasSuffix(".tflite") }.map { String($0.dropLast(7)) }.sorted()
    if ProcessInfo.processInfo.environment["LINNET_EVERY_CASE"] != nil { return cases }
    var types = Set<Substring>()
    return cases.enumerated().filter { index, name in
      types.insert(name.split(separator: "_").last ?? "").inserted || index % 3 == 0
    }.map { $0.element }
  }

  private func check(_ name: String, in folder: String) throws {
    let model = fixture("operators/\(name).tflite")
    let inputs = try writeInputs(of: model, fixture("operators/\(name).npz"), to: folder)
    let expected = try Machine.scalar.run(
      ["run", model, "--output-dir", folder + "/expected"] + inputs)
    let found = try Machine.narrowBoard.run(
      ["run", model, "--output-dir", folder + "/found"] + inputs)
    #expect(expected.errors == "" && expected.exitCode == 0, "\(name): \(expected.errors)")
    #expect(found.errors == "" && found.exitCode == 0, "\(name): \(found.errors)")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder + "/expected") {
      try compare(
        name, NumPyArray(contentsOf: folder + "/found/" + file),
        NumPyArray(contentsOf: folder + "/expected/" + file))
    }
  }

  /// Writes the recorded inputs; how they are given on the command line.
  private func writeInputs(
    of model: String, _ recording: String, to folder: String
  ) throws -> [String] {
    let arrays = try readArrays(at: recording)
    let graph = try ModelFile(path: model).model.subgraphs[0]
    return try graph.inputs.enumerated().flatMap { position, tensor in
      let path = "\(folder)/input_\(position).npy"
      try #require(arrays["input_\(position)"]).write(to: path)
      return ["--input", "\(graph.tensors[tensor].name)=\(path)"]
    }
  }

  /// Numbers in files and limits that an `Int` of 32 bits does not hold are refused or bounded.
  @Test func sizesBeyondIntEndInOneLine() throws {
    let model = fixture("models/keyword_spotting/kws_int8.tflite")
    try withTemporaryFolder { folder in
      let array = folder + "/array.npy"
      let command = ["run", model, "--input", array, "--output-dir", folder + "/out"]
      func errors(_ bytes: [UInt8], byteCount: UInt64) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: array))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: array))
        try file.truncate(atOffset: byteCount)  // what is added takes no space
        try file.close()
        let outcome = try Machine.narrowBoard.run(command)
        #expect(outcome.exitCode == 1)
        return outcome.errors
      }
      let start = [0x93] + Array("NUMPY".utf8)
      let large = try errors(start, byteCount: 3 << 30)
      #expect(large == "error: \(array): cannot read: File too large\n")
      // Version 2, whose header takes 2³² − 1 bytes.
      let header = try errors(start + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF], byteCount: 100)
      #expect(header == "error: \(array): truncated: its header is not whole\n")
    }
  }

  @Test func limitsBeyondIntAreBounded() throws {
    let model = fixture("models/keyword_spotting/kws_int8.tflite")
    for mebibytes in ["4096", "99999999999", "9223372036854775807"] {
      let outcome = try Machine.narrowBoard.program.run(
        ["bench", model, "--runs", "1"], environment: ["LINNET_MEMORY": mebibytes])
      #expect(outcome.errors == "" && outcome.exitCode == 0)
    }
  }

  /// Floats below the smallest normal one may be 0, as README says.
  private func compare(_ name: String, _ found: NumPyArray, _ expected: NumPyArray) {
    #expect(found.type == expected.type && found.shape == expected.shape, "\(name)")
    guard found.bytes != expected.bytes else { return }
    let (values, others) = (reals(found), reals(expected))
    let largest = others.reduce(0) { max($0, $1.isFinite ? abs($1) : 0) }
    let bound = (Self.tolerances[name]?.tolerance ?? 0) * largest
    let isSame = zip(values, others).allSatisfy { value, other in
      value == other || value.isNaN && other.isNaN || abs(value - other) <= bound
        || max(abs(value), abs(other)) < 0x1p-126
    }
    #expect(isSame && !values.isEmpty, "\(name) is not what it is on 64 bits")
  }

  /// The numbers of an array of floats; none of other arrays.
  private func reals(_ array: NumPyArray) -> [Double] {
    switch array.type {
    case .float32: array.elements(as: Float.self).map { Double($0) }
    case .float64: array.elements(as: Double.self)
    default: []
    }
  }
}
