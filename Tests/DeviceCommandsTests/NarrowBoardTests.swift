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

  private static let operators: [String] = {
    let folder = fixture("operators")
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }()

  @Test(arguments: operators)
  func answersAs64Bits(name: String) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: fixture("operators/" + name))
    var runCount = 0
    for file in files.sorted() where file.hasSuffix(".tflite") {
      let recorded = name + "/" + file.dropLast(7)
      runCount += try withTemporaryFolder { try check(recorded, in: $0) } ? 1 : 0
    }
    #expect(runCount > 0)
  }

  /// - Returns: whether the case ran: arrays of parts of bytes cannot be written.
  private func check(_ name: String, in folder: String) throws -> Bool {
    let model = fixture("operators/\(name).tflite")
    let inputs = try writeInputs(of: model, fixture("operators/\(name).npz"), to: folder)
    let expected = try Machine.scalar.run(
      ["run", model, "--output-dir", folder + "/expected"] + inputs)
    let found = try Machine.narrowBoard.run(
      ["run", model, "--output-dir", folder + "/found"] + inputs)
    #expect(found.errors == expected.errors && found.exitCode == expected.exitCode, "\(name)")
    guard found.exitCode == 0, expected.exitCode == 0 else { return false }
    for file in try FileManager.default.contentsOfDirectory(atPath: folder + "/expected") {
      try compare(
        name, NumPyArray(contentsOf: folder + "/found/" + file),
        NumPyArray(contentsOf: folder + "/expected/" + file))
    }
    return true
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

  private func compare(_ name: String, _ found: NumPyArray, _ expected: NumPyArray) {
    #expect(found.type == expected.type && found.shape == expected.shape, "\(name)")
    guard found.bytes != expected.bytes else { return }
    let (values, others) = (reals(found), reals(expected))
    let largest = others.reduce(0) { max($0, $1.isFinite ? abs($1) : 0) }
    let bound = (Self.tolerances[name]?.tolerance ?? 0) * largest
    let isSame = zip(values, others).allSatisfy { value, other in
      value == other || value.isNaN && other.isNaN || abs(value - other) <= bound
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
