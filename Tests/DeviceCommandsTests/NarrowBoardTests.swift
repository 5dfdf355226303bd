// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import DeviceCommands
import Foundation
import Interpreter
import TensorCore
import TestSupport
import Testing

/// Recorded operators give on 32-bit ARM what they give on this machine, whose answers
/// `RecordedOperatorTests` holds against LiteRT's: integers the same bytes, floats within 1e-5 of
/// their spread.
struct NarrowBoardTests {
  private static let board = BuiltProgram.arm("linnet-run", .armv7, processor: "cortex-a7")

  private static let operators: [String] = {
    let folder = fixture("operators")
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }()

  /// Emulation is slow: every third case, and the first of each type, by which names end.
  private static func sample(of name: String) throws -> [String] {
    let files = try FileManager.default.contentsOfDirectory(atPath: fixture("operators/" + name))
    let cases = files.filter { $0.hasSuffix(".tflite") }.map { String($0.dropLast(7)) }.sorted()
    var types = Set<Substring>()
    return cases.enumerated().filter { index, name in
      types.insert(name.split(separator: "_").last ?? "").inserted || index % 3 == 0
    }.map { $0.element }
  }

  @Test(
    .enabled(if: BuiltProgram.isBuilt("linnet-run", for: .armv7), "run ./cross-compile armv7"),
    arguments: operators)
  func answersAs64Bits(name: String) throws {
    for recorded in try Self.sample(of: name) {
      try withTemporaryFolder { folder in
        try check(name + "/" + recorded, in: folder)
      }
    }
  }

  private func check(_ name: String, in folder: String) throws {
    let model = fixture("operators/\(name).tflite")
    let interpreter = try Interpreter(ModelFile(path: model))
    // `.npy` files hold whole bytes only.
    guard interpreter.outputs.allSatisfy({ interpreter.isWholeBytes($0) }) else { return }
    let inputs = try writeInputs(of: interpreter, name, to: folder)
    let command = RunCommand(model: model, inputs: inputs, outputDirectory: folder + "/native")
    try command.execute()
    let outcome = try Self.board.run(
      ["run", model, "--output-dir", folder + "/board"] + inputs.flatMap { ["--input", $0] })
    #expect(outcome.errors == "" && outcome.exitCode == 0, "\(name)")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder + "/native") {
      let expected = try NumPyArray(contentsOf: folder + "/native/" + file)
      let found = try NumPyArray(contentsOf: folder + "/board/" + file)
      #expect(found.type == expected.type && found.shape == expected.shape, "\(name)")
      if found.bytes != expected.bytes { compare(name, found, expected) }
    }
  }

  /// Writes the recorded inputs; how they are named on the command line.
  private func writeInputs(
    of interpreter: Interpreter, _ name: String, to folder: String
  ) throws -> [String] {
    let arrays = try readArrays(at: fixture("operators/\(name).npz"))
    return try interpreter.inputs.map { input in
      let position = try #require(interpreter.graph.inputs.firstIndex(of: input.tensor))
      let path = "\(folder)/input_\(position).npy"
      try #require(arrays["input_\(position)"]).write(to: path)
      return "\(input.name)=\(path)"
    }
  }

  private func compare(_ name: String, _ found: NumPyArray, _ expected: NumPyArray) {
    guard let (values, others) = reals(found, expected) else {
      Issue.record("\(name): other \(expected.type.name) than on 64 bits")
      return
    }
    let finite = others.filter { $0.isFinite }
    let spread = (finite.max() ?? 0) - (finite.min() ?? 0)
    for (index, (value, other)) in zip(values, others).enumerated()
    where value != other && !(value.isNaN && other.isNaN) && abs(value - other) > 1e-5 * spread {
      Issue.record("\(name)[\(index)] is \(value), on 64 bits \(other)")
      return
    }
  }

  private func reals(_ arrays: NumPyArray...) -> (found: [Double], expected: [Double])? {
    let values = arrays.map { array in
      switch array.type {
      case .float32: array.elements(as: Float.self).map { Double($0) }
      case .float64: array.elements(as: Double.self)
      case .complex64:
        NumPyArray(
          type: .float32, shape: Shape([array.bytes.count / 4]), bytes: array.bytes
        ).elements(as: Float.self).map { Double($0) }
      default: [Double]()
      }
    }
    return values.contains([]) ? nil : (values[0], values[1])
  }
}

extension Interpreter {
  fileprivate func isWholeBytes(_ argument: Argument) -> Bool {
    tensor(argument.tensor).type.bitCount.map { $0 >= 8 } ?? false
  }
}
